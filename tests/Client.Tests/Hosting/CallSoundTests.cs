using Mcu.Client.Audio.Devices;
using Mcu.Client.Hosting;
using Mcu.Client.Tests.Audio.Devices;
using Mcu.Client.Tests.Voice;
using Mcu.Client.Trust;
using Mcu.Client.Voice;
using Mcu.Common.Addressing;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

public sealed class CallSoundTests : IDisposable
{
    private readonly ManualResetEventSlim _goesOn = new();
    private readonly FakeDevices _devices = new();

    [Fact]
    public async Task A_sound_system_that_does_not_answer_is_not_waited_for()
    {
        using var left = new CancellationTokenSource();
        var told = new TaskCompletionSource<DeviceNotice>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var sound = new CallSound(Cards, OpenInVain);
        Task opened = sound.OpenedAsync(Task.Delay(Timeout.Infinite, left.Token));
        Assert.False(opened.IsCompleted);
        await left.CancelAsync();
        await opened;
        Headset headset = sound.Begin(new VirtualPacer(), frames: 0, notice => told.TrySetResult(notice));
        Assert.False(headset.Completed.IsCompleted);
        Assert.Contains("has not answered yet", (await told.Task).Text, StringComparison.Ordinal);

        IAudioDevices OpenInVain()
        {
            _goesOn.Wait();
            return _devices;
        }
    }

    [Fact]
    public void A_card_that_hangs_as_it_is_closed_keeps_nobody_from_leaving()
    {
        var hanging = new HangingDevices(_goesOn);
        var sound = new CallSound(Cards, () => hanging) { Patience = TimeSpan.FromMilliseconds(1) };
        sound.Begin(new VirtualPacer(), frames: 0, _ => { });
        sound.Dispose();
        Assert.False(hanging.IsClosed);
    }

    public void Dispose() => _goesOn.Set();

    private static ClientOptions Cards => new()
    {
        Server = ServerAddress.TryParse("127.0.0.1", out ServerAddress? address) ? address : throw new InvalidOperationException(),
        Room = "lobby",
        Name = "Ana",
        Trust = new TrustOptions { DataDirectory = "unused", Anonymous = true },
        Input = new SoundInput.Card(null),
        Output = new SoundOutput.Card(null),
    };

    // A driver that does not come back from closing.
    private sealed class HangingDevices(ManualResetEventSlim goesOn) : IAudioDevices
    {
        public bool IsClosed { get; private set; }

        public IReadOnlyList<AudioDevice> List() => [];

        public void LookAgain()
        {
        }

        public ICaptureStream OpenCapture(AudioDevice device) => throw new DeviceException("There is none.");

        public IPlaybackStream OpenPlayback(AudioDevice device) => throw new DeviceException("There is none.");

        public void Dispose()
        {
            goesOn.Wait();
            IsClosed = true;
        }
    }
}
