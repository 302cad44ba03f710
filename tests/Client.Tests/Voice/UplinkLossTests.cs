using Mcu.Client.Tests.Session;
using Mcu.Client.Voice;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Client.Tests.Voice;

public class UplinkLossTests
{
    [Fact]
    public void The_estimate_nears_what_is_lost_and_forgets_it_again()
    {
        var connection = new Counting();
        var loss = new UplinkLoss();
        Run(connection, loss, seconds: 30, lostPerSecond: 5);
        Assert.InRange(loss.Percent, 9, 10);
        Run(connection, loss, seconds: 30, lostPerSecond: 0);
        Assert.Equal(0, loss.Percent);
    }

    [Fact]
    public void It_looks_once_a_second()
    {
        var connection = new Counting { Statistics = new ConnectionStatistics { DatagramsSent = 50 } };
        var loss = new UplinkLoss();
        Assert.Equal([50], Enumerable.Range(1, 99).Where(_ => loss.Update(connection)).Select(frame => frame));
    }

    private static void Run(Counting connection, UplinkLoss loss, int seconds, int lostPerSecond)
    {
        for (int second = 0; second < seconds; second++)
        {
            connection.Statistics = new ConnectionStatistics
            {
                DatagramsSent = connection.Statistics.DatagramsSent + 50,
                DatagramsLost = connection.Statistics.DatagramsLost + lostPerSecond,
            };
            for (int frame = 0; frame < 50; frame++)
            {
                loss.Update(connection);
            }
        }
    }

    private sealed class Counting : TestConnection
    {
        public override bool TrySendDatagram(ReadOnlySpan<byte> datagram) => true;
    }
}
