using System.Runtime.InteropServices;
using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;

namespace Mcu.Client.Tests.Audio.Processing;

// A room with a loudspeaker and a microphone in it, and the processing behind the microphone, frame by frame in virtual time.
// What is played comes back at −12 dB, as late as sound cards' queues make it, with or without the walls' reverberation.
internal sealed class EchoRoom : IDisposable
{
    private const int Frame = AudioFormat.FrameSamples;
    private const int Reflections = 60;
    private const int Reverberation = 4_800; // 100 ms
    private const int Before = 48_000; // a second of silence before anything is played

    private readonly EchoReference _reference = new();
    private readonly (int Delay, float Gain)[] _response;
    private readonly Random _random = new(4);
    private readonly List<float> _played = [.. new float[Before]];

    public EchoRoom(int delayMs, bool reverberates = true)
    {
        Processing = new VoiceProcessing(Switches, _reference);
        Delay = delayMs * 48;
        _response = Response(reverberates);
    }

    public VoiceSwitches Switches { get; } = new();

    public VoiceProcessing Processing { get; }

    // Samples from handing a sound to the device until it is captured.
    public int Delay { get; set; }

    public int Shifts => _reference.Shifts;

    // Peak of the microphone's own noise.
    public float Noise { get; init; } = 0.00003f;

    // What is captured without processing, and what comes out of it; both as far as the room has run.
    public List<float> Captured { get; } = [];

    public List<float> Sent { get; } = [];

    // What processing makes 10 ms later than it went in.
    public static int Lateness => EchoCanceller.Block;

    // Plays far, says near (both any length; silence behind their end), for so many frames.
    public void Run(ReadOnlySpan<float> far, ReadOnlySpan<float> near, int frames)
    {
        var frame = new float[Frame];
        for (int i = 0; i < frames; i++)
        {
            Part(far, i, frame);
            Play(frame);
            Part(near, i, frame);
            Capture(frame);
        }
    }

    // The playback thread's part: one frame handed to the device.
    public void Play(ReadOnlySpan<float> frame)
    {
        _reference.Write(frame);
        _played.AddRange(frame);
    }

    // The device has played silence for want of frames: an underrun.
    public void Underrun(int samples) => _played.AddRange(new float[samples]);

    // The capture thread's part: one frame with what is said near the microphone in it.
    public void Capture(Span<float> near)
    {
        int start = Captured.Count;
        for (int i = 0; i < Frame; i++)
        {
            near[i] += Noise * ((2 * _random.NextSingle()) - 1);
        }

        Span<float> played = CollectionsMarshal.AsSpan(_played);
        foreach ((int delay, float gain) in _response)
        {
            MixKernels.AddScaled(near, played.Slice(Before + start - Delay - delay, Frame), gain);
        }

        Captured.AddRange(near);
        Processing.Process(near);
        Sent.AddRange(near);
    }

    public void Dispose() => Processing.Dispose();

    // Level in dB of full scale from one second to another.
    public static double Level(List<float> sound, double from, double to)
    {
        Span<float> part = CollectionsMarshal.AsSpan(sound)[(int)(from * 48_000)..(int)(to * 48_000)];
        return 20 * Math.Log10(AudioLevel.Rms(part) + 1e-9);
    }

    private static void Part(ReadOnlySpan<float> sound, int index, Span<float> frame)
    {
        frame.Clear();
        int start = index * Frame;
        if (start < sound.Length)
        {
            ReadOnlySpan<float> part = sound[start..];
            part[..Math.Min(Frame, part.Length)].CopyTo(frame);
        }
    }

    // The direct sound, then reflections that die away by 60 dB; −12 dB in all.
    private static (int Delay, float Gain)[] Response(bool reverberates)
    {
        var random = new Random(5);
        List<(int Delay, float Gain)> response = [(0, 1)];
        for (int i = 0; reverberates && i < Reflections; i++)
        {
            int delay = random.Next(48, Reverberation);
            response.Add((delay, ((2 * random.NextSingle()) - 1) * MathF.Exp(-6.9f * delay / Reverberation)));
        }

        float scale = 0.2512f / MathF.Sqrt(response.Sum(x => x.Gain * x.Gain));
        return [.. response.Select(x => (x.Delay, x.Gain * scale))];
    }
}
