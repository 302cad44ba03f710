using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio.Processing;

public class TransmitGateTests
{
    private const int Hangover = VoiceActivity.DefaultHangoverFrames;

    private readonly TransmitSwitch _switch = new();
    private readonly TransmitGate _gate;
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private readonly List<(int Number, TransmitVerdict Verdict)> _taken = [];
    private int _pushed;

    public TransmitGateTests() => _gate = new TransmitGate(_switch);

    private int[] Sent => [.. _taken.Where(frame => frame.Verdict != TransmitVerdict.Silent).Select(frame => frame.Number)];

    [Fact]
    public void Speech_is_sent_with_the_two_frames_before_it_and_the_hangover_after_it()
    {
        Push(10, loud: false);
        Assert.Equal(8, _taken.Count);
        Push(5, loud: true);
        Assert.Equal(15, _taken.Count);
        Assert.True(_gate.IsOpen);
        Push(30, loud: false);
        Assert.False(_gate.IsOpen);
        Assert.Equal(Enumerable.Range(8, 2 + 5 + Hangover), Sent);
        Assert.DoesNotContain(_taken, frame => frame.Verdict == TransmitVerdict.Sound);
    }

    [Fact]
    public void What_is_as_good_as_silence_is_not_sent_ahead_of_speech()
    {
        Push(10, loud: false, silent: true);
        Push(1, loud: true);
        Assert.Equal([10], Sent);
        Push(30, loud: false, silent: true);
        int hangover = Sent.Length;
        Assert.Equal(1 + Hangover, hangover);
        Push(5, loud: false);
        Push(1, loud: false, silent: true);
        Push(1, loud: true);
        Assert.Equal([45, 46, 47], Sent[hangover..]);
        Push(30, loud: false, silent: true);
        hangover = Sent.Length;
        Push(1, loud: false);
        Push(1, loud: true);
        Assert.Equal([78, 79], Sent[hangover..]);
        Assert.Equal(Enumerable.Range(0, 80), _taken.Select(frame => frame.Number));
    }

    [Fact]
    public void The_first_frame_may_be_speech()
    {
        Push(3, loud: true);
        Assert.Equal([0, 1, 2], Sent);
    }

    [Fact]
    public void Push_to_talk_sends_while_the_key_is_down_and_two_frames_longer_and_nothing_from_before()
    {
        _switch.Mode = TransmitMode.PushToTalk;
        Push(10, loud: true);
        _switch.IsTalkKeyDown = true;
        Push(5, loud: false);
        _switch.IsTalkKeyDown = false;
        Push(10, loud: true);
        Assert.Equal(Enumerable.Range(10, 5 + TransmitGate.KeyHangoverFrames), Sent);
        Assert.Equal(25, _taken.Count);
    }

    [Fact]
    public void Continuous_sends_everything_and_tells_speech_from_sound()
    {
        _switch.Mode = TransmitMode.Continuous;
        Push(10, loud: false);
        Push(5, loud: true);
        Push(30, loud: false);
        Assert.Equal(Enumerable.Range(0, 45), Sent);
        Assert.Equal(
            Enumerable.Range(10, 5 + Hangover),
            _taken.Where(frame => frame.Verdict == TransmitVerdict.Speech).Select(frame => frame.Number));
    }

    [Fact]
    public void Who_is_muted_sends_nothing_and_nothing_from_then_after_it()
    {
        Push(10, loud: true, muted: true);
        Push(5, loud: true);
        Assert.Equal(Enumerable.Range(10, 5), Sent);
        _switch.Mode = TransmitMode.Continuous;
        Push(5, loud: true, muted: true);
        _switch.Mode = TransmitMode.PushToTalk;
        _switch.IsTalkKeyDown = true;
        Push(5, loud: true, muted: true);
        Assert.Equal(5, Sent.Length);
        Assert.Equal(25, _taken.Count);
    }

    [Fact]
    public void What_comes_late_is_not_sent_nor_what_waited_before_it()
    {
        Push(10, loud: false);
        Push(1, loud: true, late: true);
        Push(3, loud: true);
        Assert.Equal([11, 12, 13], Sent);
    }

    [Fact]
    public void Every_frame_comes_out_once_and_in_order_whatever_is_switched()
    {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++)
        {
            if (random.Next(20) == 0)
            {
                _switch.Mode = (TransmitMode)random.Next(3);
                _switch.IsTalkKeyDown = random.Next(2) == 0;
            }

            Push(1, random.Next(30) == 0, muted: random.Next(10) == 0, late: random.Next(30) == 0);
            Assert.InRange(_pushed - _taken.Count, 0, TransmitGate.PreSpeechFrames);
        }

        Assert.Equal(Enumerable.Range(0, _taken.Count), _taken.Select(frame => frame.Number));
    }

    [Fact]
    public void Muted_but_talking_is_told_once_per_spell()
    {
        Assert.Equal(1, Spells(() => Push(200, loud: true, muted: true)));
        // A pause of 2 s is the same spell, one of 4 s is not.
        Assert.Equal(0, Spells(() => PushTalk(silence: 100)));
        Assert.Equal(1, Spells(() => PushTalk(silence: 200)));
        // Whoever unmutes and mutes again has forgotten again.
        Push(1, loud: true);
        Assert.Equal(1, Spells(() => Push(50, loud: true, muted: true)));
    }

    [Fact]
    public void A_cough_or_typing_is_not_talking_and_who_is_not_muted_is_not_muted_but_talking()
    {
        Push(100, loud: true);
        Assert.False(_gate.IsMutedButTalking);
        Push(14, loud: true, muted: true);
        Push(150, loud: false, muted: true);
        for (int i = 0; i < 50; i++)
        {
            Push(1, loud: true, muted: true);
            Push(7, loud: false, muted: true);
        }

        Assert.False(_gate.IsMutedButTalking);
    }

    [Fact]
    public void Decided_frames_have_to_be_taken()
    {
        _gate.Push(Loud(0), isMuted: false);
        Assert.Throws<InvalidOperationException>(() => _gate.Push(Loud(1), isMuted: false));
    }

    [Fact]
    public void Nothing_is_allocated_while_it_runs()
    {
        float[] loud = [.. Loud(1)];
        float[] quiet = new float[AudioFormat.FrameSamples];
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                _gate.Push(i % 40 == 0 ? loud : quiet, isMuted: i > 400);
                while (_gate.TryTake(_frame, out _))
                {
                }
            }
        }));
    }

    private void PushTalk(int silence)
    {
        Push(silence, loud: false, muted: true);
        Push(50, loud: true, muted: true);
    }

    // How often "muted but talking" began meanwhile; pushes look after every frame.
    private int Spells(Action action)
    {
        _spells = 0;
        action();
        return _spells;
    }

    private int _spells;

    private void Push(int frames, bool loud, bool muted = false, bool late = false, bool silent = false)
    {
        for (int i = 0; i < frames; i++)
        {
            bool before = _gate.IsMutedButTalking;
            _gate.Push(loud ? Loud(_pushed) : silent ? Silent(_pushed) : Quiet(_pushed), muted, late);
            _pushed++;
            _spells += _gate.IsMutedButTalking && !before ? 1 : 0;
            while (_gate.TryTake(_frame, out TransmitVerdict verdict))
            {
                _taken.Add(((int)Math.Round(_frame[1] * 1e9), verdict));
            }
        }
    }

    // Sample 1 tells the frame's number.
    private static float[] Loud(int number)
    {
        float[] frame = Quiet(number);
        frame[0] = 0.5f;
        return frame;
    }

    // No speech, but not nothing: −60 dBov.
    private static float[] Quiet(int number)
    {
        float[] frame = Silent(number);
        frame[2] = 0.031f;
        return frame;
    }

    private static float[] Silent(int number)
    {
        var frame = new float[AudioFormat.FrameSamples];
        frame[1] = number * 1e-9f;
        return frame;
    }
}
