using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests.Sound;

// A sound system that neither answers nor ends: the call goes on without it, and can be left.
public class HangingTests(ITestOutputHelper output)
{
    [PulseFact]
    public async Task A_sound_system_that_hangs_keeps_nobody_from_commands_and_from_leaving()
    {
        await using SoundCardCall call = await SoundCardCall.StartAsync();
        call.Cards.Hang();
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < 50; i++)
        {
            await call.Ana.DoAsync("/devices");
            await Task.Delay(100);
        }

        output.WriteLine($"fifty answers within {Stopwatch.GetElapsedTime(begin)}");
        begin = Stopwatch.GetTimestamp();
        await call.Ana.SendAsync("/leave");
        Assert.Equal(0, await call.Ana.ExitCodeAsync());
        output.WriteLine($"left within {Stopwatch.GetElapsedTime(begin)}");
        call.Cards.GoOn();
    }
}
