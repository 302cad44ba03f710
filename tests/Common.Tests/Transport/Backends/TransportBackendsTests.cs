using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;
using Xunit;

namespace Mcu.Common.Tests.Transport.Backends;

public class TransportBackendsTests
{
    private static readonly TransportBackend s_first = Present("first", TransportPreference.MsQuic);
    private static readonly TransportBackend s_second = Present("second", TransportPreference.Ngtcp2);
    private static readonly TransportBackend s_firstMissing = Missing("first", TransportPreference.MsQuic);
    private static readonly TransportBackend s_secondMissing = Missing("second", TransportPreference.Ngtcp2);

    [Fact]
    public void Auto_takes_the_first_choice_and_has_nothing_to_explain()
    {
        LoadedTransport loaded = TransportBackends.Load(TransportPreference.Auto, [s_first, s_second]);

        Assert.Equal("first", loaded.Transport.Name);
        Assert.Null(loaded.Why);
        Assert.Equal("first (libfirst 1.0)", loaded.Description);
    }

    [Fact]
    public void Auto_goes_on_to_the_next_and_says_why()
    {
        LoadedTransport loaded = TransportBackends.Load(TransportPreference.Auto, [s_firstMissing, s_second]);

        Assert.Equal("second", loaded.Transport.Name);
        Assert.Equal("first is not used: Install libfirst.", loaded.Why);
        Assert.Equal("second (libsecond 1.0); first is not used: Install libfirst.", loaded.Description);
    }

    [Fact]
    public void Where_there_is_none_every_reason_is_told()
    {
        var none = Assert.Throws<TransportException>(
            () => TransportBackends.Load(TransportPreference.Auto, [s_firstMissing, s_secondMissing]));

        Assert.Equal(TransportError.LibraryMissing, none.Error);
        Assert.Equal(
            "There is no QUIC library that can be used. "
            + "first is not used: Install libfirst. second is not used: Install libsecond.",
            none.Message);
    }

    [Fact]
    public void Who_asks_for_one_gets_that_one()
    {
        LoadedTransport loaded = TransportBackends.Load(TransportPreference.Ngtcp2, [s_first, s_second]);

        Assert.Equal("second", loaded.Transport.Name);
        Assert.Null(loaded.Why);
    }

    [Fact]
    public void Who_asks_for_one_gets_no_other()
    {
        var missing = Assert.Throws<TransportException>(
            () => TransportBackends.Load(TransportPreference.MsQuic, [s_firstMissing, s_second]));

        Assert.Equal("Install libfirst.", missing.Message);
    }

    // What no exception was made for is a fault, and going on would hide it.
    [Fact]
    public void A_fault_is_not_taken_for_a_missing_library()
    {
        var broken = new TransportBackend("first", TransportPreference.MsQuic, () => throw new InvalidOperationException("broken"));

        Assert.Throws<InvalidOperationException>(() => TransportBackends.Load(TransportPreference.Auto, [broken, s_second]));
    }

    [Fact]
    public void Every_preference_has_one_word_and_one_backend()
    {
        Assert.Equal(Enum.GetValues<TransportPreference>(), TransportBackends.Words.Select(word => word.Value).Order());
        Assert.Equal(
            Enum.GetValues<TransportPreference>().Skip(1), TransportBackends.All.Select(backend => backend.Preference).Order());
    }

    [Fact]
    public void What_is_loaded_is_called_as_in_the_list() => Assert.All(TransportBackends.All, backend =>
    {
        try
        {
            Assert.Equal(backend.Name, backend.Load().Name);
        }
        catch (TransportException missing)
        {
            // Which of them are here is the machine's business; what is not, must say so.
            Assert.NotEmpty(missing.Message);
        }
    });

    private static TransportBackend Present(string name, TransportPreference preference) =>
        new(name, preference, () => new NamedTransport(name));

    private static TransportBackend Missing(string name, TransportPreference preference) =>
        new(name, preference, () => throw new TransportException(TransportError.LibraryMissing, $"Install lib{name}."));

    // Is asked for its name only.
    private sealed class NamedTransport(string name) : ITransport
    {
        public string Name => name;

        public string Library => $"lib{name} 1.0";

        public ITransportListener Listen(ListenOptions options) => throw new NotSupportedException();

        public Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
