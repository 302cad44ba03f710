using Mcu.Client.Audio.Devices;
using Mcu.Common.Audio;

namespace Mcu.Client.Voice;

// The thread that takes steps every 20 ms: on absolute deadlines, so that nothing drifts (after an hour there are 180,000 frames,
// whatever the scheduler did in between), or as fast as the steps themselves let it where a sound card sets the pace. Owns the
// thread, not the steps.
internal sealed class VoiceLoop : IDisposable
{
    // Behind by more than this (a suspended machine), what is caught up on is not sent: it would only be late speech.
    private const long MaxLateness = 5 * AudioFormat.FrameDuration;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly IVoiceStep[] _steps;
    private readonly bool _keepsTime;
    private readonly IFramePacer _pacer;
    private readonly long _frames;
    private readonly ManualResetEvent _stop = new(false);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private bool _isGivenUp;

    // Frames: how many to play, then it is over; long.MaxValue for no end. Of several steps none may set the pace.
    public VoiceLoop(string name, IFramePacer pacer, long frames, params IVoiceStep[] steps)
    {
        _steps = steps;
        _keepsTime = !steps.Any(step => step.SetsThePace);
        if (!_keepsTime && steps.Length > 1)
        {
            throw new ArgumentException("Whoever sets the pace has a loop of its own.", nameof(steps));
        }

        _pacer = pacer;
        _frames = frames;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    // Completes when all frames are played or the loop was stopped; faults where the source or the sink fails.
    public Task Completed => _completed.Task;

    // The first frame is played at once.
    public void Start() => _thread.Start();

    // Stops the loop after the step it is in. Does not wait.
    public void Ask() => _stop.Set();

    // Stops the loop and waits for the step it is in. False where that hangs in a device for ever: the thread is given up then, not
    // waited for again, and what it uses must stay.
    public bool Stop()
    {
        Ask();
        bool hasEnded = !_thread.IsAlive || _thread.Join(_isGivenUp ? TimeSpan.Zero : s_patience);
        _isGivenUp = !hasEnded;
        return hasEnded;
    }

    public void Dispose()
    {
        if (Stop())
        {
            _stop.Dispose();
        }
    }

    private void Run()
    {
        PromptThread.Ask();
        try
        {
            long start = _pacer.Now;
            for (long i = 0; i < _frames; i++)
            {
                long deadline = _keepsTime ? start + (i * AudioFormat.FrameDuration) : _pacer.Now;
                _pacer.WaitUntil(deadline, _stop);
                if (_stop.WaitOne(0))
                {
                    break;
                }

                foreach (IVoiceStep step in _steps)
                {
                    step.Step(deadline, maySend: _pacer.Now - deadline <= MaxLateness);
                }
            }

            _completed.TrySetResult();
        }
#pragma warning disable CA1031 // Whatever ends this thread must reach whoever waits for it, or they would wait for ever.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _completed.TrySetException(e);
        }
    }
}
