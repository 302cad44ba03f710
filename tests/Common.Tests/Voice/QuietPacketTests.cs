using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Voice;
using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.Common.Tests.Voice;

// Packets that are too soft to be decoded, and what follows them.
public sealed class QuietPacketTests(ITestOutputHelper output)
{
    private const int Frame = AudioFormat.FrameSamples;
    private const byte Softest = 54;

    // Words with two seconds of a quiet room between them: what is heard of each word's first frames is as near to what was said as
    // where all of it was decoded, and as near to that itself.
    [Fact]
    public void TheOnsetAfterPacketsThatWerePassedOverSoundsAsIfTheyHadBeenDecoded()
    {
        float[] said = WordsInAQuietRoom(out List<int> onsets);
        float[] all = Hear(said, skips: false, out long allDecodes, out int delay);
        float[] some = Hear(said, skips: true, out long someDecodes, out _);

        double whole = 0;
        double skipped = 0;
        LogSpectralDistance[] between = new LogSpectralDistance[onsets.Count];
        for (int i = 0; i < onsets.Count; i++)
        {
            Range heard = (onsets[i] + delay)..(onsets[i] + delay + (5 * Frame));
            ReadOnlySpan<float> word = said.AsSpan(onsets[i], 5 * Frame);
            // The encoder and the decoder hold 312 samples back.
            whole += LogSpectralDistance.Between(word, all.AsSpan(heard)).Decibels / onsets.Count;
            skipped += LogSpectralDistance.Between(word, some.AsSpan(heard)).Decibels / onsets.Count;
            between[i] = LogSpectralDistance.Between(all.AsSpan(heard), some.AsSpan(heard));
        }

        output.WriteLine(
            $"onsets against what was said: all decoded {whole:0.00} dB, soft ones passed over {skipped:0.00} dB; against each other "
            + $"{between.Average(distance => distance.Decibels):0.00} dB; decodes {allDecodes} and {someDecodes}");
        Assert.True(skipped <= whole + 0.3, $"{skipped:0.00} dB where {whole:0.00} dB is what the codec does.");
        Assert.True(someDecodes < allDecodes * 0.6, $"{someDecodes} of {allDecodes} frames were decoded.");
    }

    [Fact]
    public void NothingIsDecodedWhileNothingIsLoud()
    {
        using var sender = new VoiceSender(new OpusEncoderOptions());
        using var receiver = new VoiceReceiver();
        byte[] payload = new byte[1275];
        float[] frame = new float[Frame];
        for (int i = 0; i < 500; i++)
        {
            long now = i * AudioFormat.FrameDuration;
            VoicePacket packet = sender.Send(new float[Frame], payload);
            if (i % 10 != 0)
            {
                receiver.Insert(
                    packet.Sequence, packet.Timestamp, packet.StartsTalkspurt, packet.Level, payload.AsSpan(0, packet.Length), now);
            }

            Assert.False(receiver.TryNext(now, frame, out VoiceFrame info, Softest));
            Assert.True(info.IsPassedOver || info.Kind == PlayoutKind.Nothing);
            Assert.All(frame, sample => Assert.Equal(0, sample));
        }

        Assert.Equal(0, receiver.Decodes);
    }

    [Fact]
    public void AReceiverThatWasResetIsAsGoodAsNewButForItsCounts()
    {
        using var used = new VoiceReceiver();
        using var fresh = new VoiceReceiver();
        Talk(used, new VoiceSender(new OpusEncoderOptions(), 77, 77), 0, out _);
        long learned = used.LearnedDelay;
        JitterBufferStatistics before = used.Statistics;
        used.Reset(40 * MonotonicClock.Millisecond);

        Talk(fresh, new VoiceSender(new OpusEncoderOptions()), 3, out float[] expected);
        Talk(used, new VoiceSender(new OpusEncoderOptions()), 3, out float[] heard);

        Assert.Equal(expected, heard);
        Assert.True(learned > 0);
        Assert.Equal(before.Received + fresh.Statistics.Received, used.Statistics.Received);
        Assert.Equal(before.Lost + fresh.Statistics.Lost, used.Statistics.Lost);

        static void Talk(VoiceReceiver receiver, VoiceSender sender, long hours, out float[] heard)
        {
            using VoiceSender owned = sender;
            byte[] payload = new byte[1275];
            heard = new float[100 * Frame];
            for (int i = 0; i < 100; i++)
            {
                long now = (hours * 3600 * MonotonicClock.Second) + (i * AudioFormat.FrameDuration);
                VoicePacket packet = owned.Send(RecordedSpeech.Samples.Slice((20 + i) * Frame, Frame), payload);
                if (i % 7 != 0)
                {
                    receiver.Insert(
                        packet.Sequence, packet.Timestamp, packet.StartsTalkspurt, packet.Level, payload.AsSpan(0, packet.Length), now);
                }

                receiver.TryNext(now, heard.AsSpan(i * Frame, Frame), out _);
            }
        }
    }

    // Words of the recording, each followed by two seconds of soft noise.
    private static float[] WordsInAQuietRoom(out List<int> onsets)
    {
        var random = new Random(11);
        ReadOnlySpan<float> speech = RecordedSpeech.Samples;
        List<float> said = [];
        onsets = [];
        for (int word = 0; word < 8; word++)
        {
            for (int i = 0; i < 100 * Frame; i++)
            {
                said.Add((random.NextSingle() - 0.5f) * 0.002f);
            }

            int first = (word * 65) + 5;
            while (AudioLevel.Rms(speech.Slice(first * Frame, Frame)) < 0.02f)
            {
                first++;
            }

            onsets.Add(said.Count);
            foreach (float sample in speech.Slice(first * Frame, 40 * Frame))
            {
                said.Add(sample + ((random.NextSingle() - 0.5f) * 0.002f));
            }
        }

        return [.. said];
    }

    // As a mixer hears it: soft packets are wanted for 300 ms after the last loud one, and no longer.
    private static float[] Hear(float[] said, bool skips, out long decodes, out int delay)
    {
        using var sender = new VoiceSender(new OpusEncoderOptions());
        using var receiver = new VoiceReceiver(new JitterBufferOptions { StartDelay = 1, IsFixed = true });
        var activity = new VoiceActivity();
        byte[] payload = new byte[1275];
        float[] heard = new float[said.Length];
        for (int i = 0; i < said.Length / Frame; i++)
        {
            long now = i * AudioFormat.FrameDuration;
            VoicePacket packet = sender.Send(said.AsSpan(i * Frame, Frame), payload);
            receiver.Insert(
                packet.Sequence, packet.Timestamp, packet.StartsTalkspurt, packet.Level, payload.AsSpan(0, packet.Length), now);
            Span<float> frame = heard.AsSpan(i * Frame, Frame);
            byte softest = skips && !activity.IsActive ? Softest : AudioLevel.Silence;
            if (receiver.TryNext(now + 1, frame, out _, softest))
            {
                activity.Hear(AudioLevel.Rms(frame));
            }
            else
            {
                activity.HearNothing();
            }
        }

        decodes = receiver.Decodes;
        delay = 312;
        return heard;
    }
}
