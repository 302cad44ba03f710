using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mcu.EndToEnd.Tests.Sound;

// What is heard on a PulseServer's cables, until it is stopped: 48 kHz, all cables from the same instant on.
internal sealed class PulseRecording : IAsyncDisposable
{
    // Four channels of floats.
    private const int BytesPerSecond = 48_000 * 4 * sizeof(float);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string[] _cables;
    private readonly Process _parec;
    private readonly MemoryStream _bytes = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _heardEnough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _listening;
    private long _heard;
    private long _enough = long.MaxValue;

    private PulseRecording(string[] cables, Process parec)
    {
        _cables = cables;
        _parec = parec;
        _listening = ListenAsync();
    }

    // Runs until the first sound has come.
    public static async Task<PulseRecording> StartAsync(string[] cables, Process parec)
    {
        var recording = new PulseRecording(cables, parec);
        await recording._first.Task.WaitAsync(s_patience);
        return recording;
    }

    // Ends it, and gives what was heard on each cable. What was played last may still be on its way, so half a second more is heard.
    public async Task<Dictionary<string, float[]>> StopAsync()
    {
        Interlocked.Exchange(ref _enough, Interlocked.Read(ref _heard) + (BytesPerSecond / 2));
        await Task.WhenAny(_heardEnough.Task, _listening).WaitAsync(s_patience);
        _parec.Kill();
        await _listening;
        float[] samples = MemoryMarshal.Cast<byte, float>(_bytes.ToArray().AsSpan(..(int)(_bytes.Length / 16 * 16))).ToArray();
        return _cables.Select((cable, channel) => (cable, Sound: samples.Where((_, i) => i % 4 == channel).ToArray()))
            .ToDictionary(heard => heard.cable, heard => heard.Sound);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_parec.HasExited)
        {
            _parec.Kill();
        }

        await _listening;
        await _parec.WaitForExitAsync();
        _parec.Dispose();
        await _bytes.DisposeAsync();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await _parec.StandardOutput.BaseStream.ReadAsync(buffer)) > 0;)
        {
            _bytes.Write(buffer, 0, read);
            _first.TrySetResult();
            if (Interlocked.Add(ref _heard, read) >= Interlocked.Read(ref _enough))
            {
                _heardEnough.TrySetResult();
            }
        }

        _first.TrySetException(new InvalidOperationException($"parec ended: {await _parec.StandardError.ReadToEndAsync()}"));
    }
}
