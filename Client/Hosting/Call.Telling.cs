using System.Threading.Channels;
using Mcu.Client.Audio.Devices;
using Mcu.Client.Voice;

namespace Mcu.Client.Hosting;

// What is told beside what the server says: warnings, sound cards, and that one talks while muted.
internal sealed partial class Call
{
    // What is known by now at once, the rest as it comes.
    private async Task TellWarningsAsync(ChannelReader<string> warnings, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                while (warnings.TryRead(out string? warning))
                {
                    _narrator.Warn(warning);
                }
            }
            while (await warnings.WaitToReadAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The call is over.
        }
    }

    private async Task TellNoticesAsync()
    {
        await foreach (DeviceNotice notice in _notices.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (notice.IsWarning)
            {
                _narrator.Warn(notice.Text);
            }
            else
            {
                _narrator.Note(notice.Text);
            }
        }
    }

    // Once per spell.
    private async Task WatchMutedTalkAsync(Headset headset, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_watch, _surroundings.Time);
        bool was = false;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                bool isNow = headset.IsMutedButTalking;
                if (isNow && !was)
                {
                    _narrator.Warn("You are muted but talking.");
                }

                was = isNow;
            }
        }
        catch (OperationCanceledException)
        {
            // The call is over.
        }
    }
}
