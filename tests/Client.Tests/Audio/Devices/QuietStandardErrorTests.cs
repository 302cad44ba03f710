using Mcu.Client.Audio.Devices;
using Xunit;

namespace Mcu.Client.Tests.Audio.Devices;

public class QuietStandardErrorTests
{
    [Fact]
    public void Where_there_is_no_nowhere_nothing_is_kept_quiet_and_nothing_fails()
    {
        using var quiet = QuietStandardError.Begin("/no/such/place");
        Assert.Equal(default, quiet);
    }
}
