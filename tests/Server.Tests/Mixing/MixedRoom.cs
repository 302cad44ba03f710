using Mcu.Common;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// A room whose people are a step away from the mixer: what they say is there in time for every tick, and what they are sent is
// looked at packet by packet. Allocates nothing while nobody listens closely.
internal sealed class MixedRoom : IDisposable
{
    private readonly MixOptions _options;
    private readonly TickTerms _terms;
    private ulong _lastId;

    public MixedRoom(MixOptions? options = null, IMixCrew? crew = null, IPacketOutlet? outlet = null, ITalkerObserver? observer = null)
    {
        _options = options ?? new MixOptions();
        _terms = new TickTerms(crew ?? SoloCrew.Instance, outlet);
        Streams = new MixStreamPool(_options.Encoder);
        Mixer = new RoomMixer(Streams, Statistics, observer);
    }

    public MixStatistics Statistics { get; } = new();

    public MixStreamPool Streams { get; }

    public RoomMixer Mixer { get; }

    public List<MixedPerson> People { get; } = [];

    public long Now { get; private set; } = 5 * MonotonicClock.Second;

    // Ticks the mixer in the place of the usual tick, as a scheduler does that leaves ticks out.
    public Action<long, TickTerms>? Scheduler { get; set; }

    public MixEffort Effort
    {
        get => _terms.Effort;
        set => _terms.Effort = value;
    }

    public MixedPerson Join(FrameSource? says = null)
    {
        var person = new MixedPerson(++_lastId, _options, Statistics) { Says = says ?? Say.Nothing };
        People.Add(person);
        Mixer.Add(person.Server);
        return person;
    }

    public MixedPerson[] Join(int count) => [.. Enumerable.Range(0, count).Select(_ => Join())];

    public void Leave(MixedPerson person)
    {
        People.Remove(person);
        Mixer.Remove(person.Server);
        person.Dispose();
    }

    public void Tick(int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            Now += 20 * MonotonicClock.Millisecond;
            foreach (MixedPerson person in People)
            {
                person.Speak(Now - (5 * MonotonicClock.Millisecond));
            }

            try
            {
                if (Scheduler is null)
                {
                    Mixer.Tick(Now, _terms);
                }
                else
                {
                    Scheduler(Now, _terms);
                }
            }
            finally
            {
                People.ForEach(person => person.EndTick());
            }
        }
    }

    // Frames encoded in so many ticks.
    public long EncodesIn(int ticks)
    {
        long before = Statistics.Encodes;
        Tick(ticks);
        return Statistics.Encodes - before;
    }

    public void Dispose()
    {
        Mixer.Dispose();
        Assert.Equal(Streams.Count, Streams.Free);
        Streams.Dispose();
        People.ForEach(person => person.Dispose());
    }
}
