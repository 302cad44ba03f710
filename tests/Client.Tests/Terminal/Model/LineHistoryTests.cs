using Mcu.Client.Terminal.Model;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Model;

public class LineHistoryTests
{
    [Fact]
    public void Goes_back_and_forth_and_keeps_what_was_begun()
    {
        LineHistory history = new LineHistory().Add("/one").Add("/two").Add("/two");
        (history, string? line) = history.Older("/thr");
        Assert.Equal("/two", line);
        (history, line) = history.Older("/two");
        Assert.Equal("/one", line);
        (history, line) = history.Older("/one");
        Assert.Null(line);
        (history, line) = history.Newer();
        Assert.Equal("/two", line);
        (history, line) = history.Newer();
        Assert.Equal("/thr", line);
        (_, line) = history.Newer();
        Assert.Null(line);
    }

    [Fact]
    public void Forgets_the_oldest()
    {
        var history = new LineHistory();
        for (int i = 0; i < LineHistory.Capacity + 10; i++)
        {
            history = history.Add($"/{i}");
        }

        int count = 0;
        string oldest = "";
        for ((history, string? line) = history.Older(""); line is not null; (history, line) = history.Older(""))
        {
            (count, oldest) = (count + 1, line);
        }

        Assert.Equal((LineHistory.Capacity, "/10"), (count, oldest));
    }
}
