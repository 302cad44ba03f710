namespace Mcu.Client.Audio;

// Changes a mono stream's rate: SincResampler for files, SpeexResampler (whose native call has this shape) for sound cards.
// Thread: one. Allocates only when it is made.
internal interface IResampler
{
    // Input samples that must follow an instant before the output of that instant can be had.
    int Lookahead { get; }

    // Takes from input what it has room for and writes to output what it can; both counts may be less than offered, and at
    // least one of them is not 0 while input and output are not empty. Output sample 0 is the instant of input sample 0.
    void Process(ReadOnlySpan<float> input, Span<float> output, out int consumed, out int produced);

    // Forgets everything, as if newly made.
    void Reset();
}
