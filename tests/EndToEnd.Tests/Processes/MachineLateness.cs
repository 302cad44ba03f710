using System.Diagnostics;

namespace Mcu.EndToEnd.Tests.Processes;

// How late this machine wakes whoever wants to be woken: what of a measured delay is the machine's own. A thread of the test's
// process naps beside the measurement and notes how much longer each nap took.
internal sealed class MachineLateness : IDisposable
{
    private const int NapMs = 5;

    private readonly List<double> _late = [];
    private readonly Thread _thread;
    private volatile bool _isOver;

    public MachineLateness()
    {
        _thread = new Thread(Nap) { IsBackground = true, Name = "lateness" };
        _thread.Start();
    }

    // What one nap in twenty exceeded, ms, since the last call.
    public double TakeMs()
    {
        lock (_late)
        {
            _late.Sort();
            double late = _late.Count == 0 ? 0 : _late[_late.Count * 19 / 20];
            _late.Clear();
            return late;
        }
    }

    // The worst, ms, since the last call.
    public double TakeWorstMs()
    {
        lock (_late)
        {
            double worst = _late.DefaultIfEmpty().Max();
            _late.Clear();
            return worst;
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    private void Nap()
    {
        while (!_isOver)
        {
            long start = Stopwatch.GetTimestamp();
            Thread.Sleep(NapMs);
            double late = Stopwatch.GetElapsedTime(start).TotalMilliseconds - NapMs;
            lock (_late)
            {
                _late.Add(late);
            }
        }
    }
}
