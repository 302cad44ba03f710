using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;
using Mcu.Testing.Pairs;
using Xunit;
using Xunit.Sdk;

namespace Mcu.Common.Tests.Transport;

/// <summary>That no backend is left out of the tests of the seam, and that one that is missing is seen to be.</summary>
public sealed class PairFactTests
{
    private const string Sentence = "libnothing.so.1 is not on this machine; install nothing.";

    private static readonly Backend s_here = new("here", () => Backend.InMemory.Transport);
    private static readonly Backend s_missing =
        new("missing", () => throw new TransportException(TransportError.LibraryMissing, Sentence));

    [Fact]
    public void EveryBackendIsTestedWithEveryOther()
    {
        string[] names = [.. TransportBackends.All.Select(backend => backend.Name)];
        string[] pairs = [.. from server in names from client in names select $"{server}–{client}"];
        Assert.Equal(pairs, CasesOf(new PairFactAttribute()).Select(PairOf));
        Assert.Equal(names.Select(name => $"{name}–{name}"), CasesOf(new BackendFactAttribute()).Select(PairOf));
        Assert.Equal([.. pairs, "memory–memory"], CasesOf(new SeamFactAttribute()).Select(PairOf));
    }

    [Fact]
    public void EveryValueIsACaseOfEveryPair()
    {
        PairCase[] cases = CasesOf(new PairFactAttribute("first", "second"));
        Assert.Equal(2 * BackendPair.Every.Count(), cases.Length);
        Assert.Equal(["first", "second"], cases[..2].Select(one => one.TestMethodArguments[1]));
    }

    [Fact]
    public void CaseOfAMissingBackendIsSkippedAndSaysWhy()
    {
        Assert.Equal(Sentence, CaseOf(new BackendPair(s_here, s_missing)).SkipReason);
        Assert.Equal(Sentence, CaseOf(new BackendPair(s_missing, s_here)).SkipReason);
        Assert.Null(CaseOf(new BackendPair(s_here, s_here)).SkipReason);
    }

    [Fact]
    public void CaseIsTheSameAfterTheRunnerHasKeptIt()
    {
        foreach (BackendPair pair in BackendPair.Every)
        {
            BackendPair again = SerializationHelper.Deserialize<BackendPair>(SerializationHelper.Serialize(pair));
            Assert.Equal((pair.ServerName, pair.ClientName), (again.ServerName, again.ClientName));
        }
    }

    private static PairCase[] CasesOf(PairFactAttribute fact) =>
        [.. new PairDiscoverer(new NullMessageSink()).CasesOf(fact, Method, TestMethodDisplay.Method, TestMethodDisplayOptions.None)];

    private static PairCase CaseOf(BackendPair pair) =>
        new(new NullMessageSink(), TestMethodDisplay.Method, TestMethodDisplayOptions.None, Method, [pair]);

    private static string PairOf(IXunitTestCase one) => $"{one.TestMethodArguments[0]}";

    // Any: the cases that are made of it here are not run.
    private static TestMethod Method
    {
        get
        {
            Type type = typeof(PairFactTests);
            var collection = new TestCollection(new TestAssembly(Reflector.Wrap(type.Assembly)), null, "pairs");
            return new TestMethod(
                new TestClass(collection, Reflector.Wrap(type)),
                Reflector.Wrap(type.GetMethod(nameof(EveryBackendIsTestedWithEveryOther))!));
        }
    }
}
