using Mcu.Common.Audio;

namespace Mcu.Client.Audio;

// A WAV file as frames of 48 kHz, once or over and over. Output sample 0 is the file's sample 0, so that a heard recording can
// be laid against the spoken one. Owns the reader.
internal sealed class WavSource : IFrameSource
{
    private const int Block = 1024;

    private readonly WavReader _reader;
    private readonly IResampler? _resampler;
    private readonly bool _loop;
    private readonly float[] _input = new float[Block];
    private int _inputStart;
    private int _inputEnd;
    private int _flushed;
    private long _readSamples;
    private long _written;

    // Resampler: null where the file is at 48 kHz already.
    public WavSource(WavReader reader, IResampler? resampler, bool loop)
    {
        _reader = reader;
        _resampler = resampler;
        _loop = loop;
    }

    public string Name => _reader.Name;

    public bool SetsThePace => false;

    public static WavSource Open(string path, bool loop)
    {
        WavReader reader = WavReader.Open(path);
        int rate = reader.Format.Rate;
        return new WavSource(reader, rate == AudioFormat.SampleRate ? null : new SincResampler(rate), loop);
    }

    public bool TryRead(Span<float> frame)
    {
        int filled = 0;
        while (filled < frame.Length)
        {
            if (_inputStart == _inputEnd && !Refill())
            {
                break;
            }

            filled += _resampler is null ? Copy(frame[filled..]) : Resample(_resampler, frame[filled..]);
        }

        // What the resampler's lookahead pushed out beyond the last sample's instant is not part of the file.
        filled = (int)Math.Min(filled, AllSamples - _written);
        _written += Math.Max(0, filled);
        frame[Math.Max(0, filled)..].Clear();
        return filled > 0;
    }

    public void Dispose() => _reader.Dispose();

    // Samples at 48 kHz of all that was read so far, the last one's instant included.
    private long AllSamples => ((_readSamples * AudioFormat.SampleRate) + _reader.Format.Rate - 1) / _reader.Format.Rate;

    private bool Refill()
    {
        _inputStart = 0;
        _inputEnd = _reader.Read(_input);
        if (_inputEnd == 0 && _loop)
        {
            _reader.Rewind();
            _inputEnd = _reader.Read(_input);
        }

        _readSamples += _inputEnd;
        if (_inputEnd == 0 && _resampler is not null && _flushed < _resampler.Lookahead)
        {
            // Silence after the last sample brings out what still waits for its lookahead.
            _inputEnd = Math.Min(Block, _resampler.Lookahead - _flushed);
            _input.AsSpan(0, _inputEnd).Clear();
            _flushed += _inputEnd;
        }

        return _inputEnd > 0;
    }

    private int Copy(Span<float> output)
    {
        int count = Math.Min(output.Length, _inputEnd - _inputStart);
        _input.AsSpan(_inputStart, count).CopyTo(output);
        _inputStart += count;
        return count;
    }

    private int Resample(IResampler resampler, Span<float> output)
    {
        resampler.Process(_input.AsSpan(_inputStart, _inputEnd - _inputStart), output, out int consumed, out int produced);
        _inputStart += consumed;
        return produced;
    }
}
