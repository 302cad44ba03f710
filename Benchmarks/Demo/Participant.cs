using System.Text.Json;
using Mcu.Client.Audio;
using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Demo;

// What one client said, what it heard, and when, from its two WAV files and its report. Samples at 48 kHz.
internal sealed record Participant(string Name, float[] Spoken, float[] Heard, long JoinedAt, long InputStartedAt)
{
    // Base: the path that PATH.spoken.wav, PATH.heard.wav and PATH.json begin with.
    public static Participant Read(string path)
    {
        // The last line is the report; the ones before it are what happened.
        using JsonDocument report = JsonDocument.Parse(File.ReadLines($"{path}.json").LastOrDefault() ?? "");
        JsonElement root = report.RootElement;
        return new Participant(
            root.GetProperty("name").GetString()!,
            ReadAll($"{path}.spoken.wav"),
            ReadAll($"{path}.heard.wav"),
            root.GetProperty("joined_at_ns").GetInt64(),
            root.GetProperty("input_started_ns").GetInt64());
    }

    // Where in what this one heard the instant lies at which the other said a sample; may be outside.
    public long SampleHeardAt(Participant other, long spokenSample) =>
        spokenSample + ((other.InputStartedAt - JoinedAt) * (AudioFormat.SampleRate / 1_000) / 1_000_000);

    private static float[] ReadAll(string path)
    {
        using WavSource source = WavSource.Open(path, loop: false);
        var samples = new List<float>();
        var frame = new float[AudioFormat.FrameSamples];
        while (source.TryRead(frame))
        {
            samples.AddRange(frame);
        }

        return [.. samples];
    }
}
