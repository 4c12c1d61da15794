using System.Text;
using ActivationLab.Experiments.Sweeps.Workers;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

public class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one\ntwo\n", new[] { "one", "two" })]
    [InlineData("one\r\n\n  \ntwo\n", new[] { "one", "two" })]
    [InlineData("one\nhalf", new[] { "one" })]
    [InlineData("1234567890\nshort\n", new[] { "1234567890", "short" })]
    [InlineData("12345678901\nshort\n", new[] { "short" })]
    [InlineData("12345678901", new string[0])]
    public void Read_gives_whole_lines_that_are_not_too_long(string text, string[] lines) => Assert.Equal(lines, All(text, longest: 10));

    [Fact]
    public void Read_passes_over_a_line_of_any_length()
    {
        var text = $"before\n{new string('x', 100_000)}\n{new string('y', 5000)}\nafter\n";

        Assert.Equal(["before", new string('y', 5000), "after"], All(text, longest: 6000));
    }

    [Fact]
    public void Read_puts_together_what_comes_byte_by_byte()
    {
        var reader = new LineReader(new Trickle(Encoding.UTF8.GetBytes("ünïcode\nzwei\n")), 10);

        Assert.Equal(("ünïcode", "zwei", null), (reader.Read(), reader.Read(), reader.Read()));
    }

    // A buffer's worth, by any size of a buffer that a reader may have: then nothing more comes for as long as nobody answers.
    [Theory]
    [InlineData(64)]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(65536)]
    public void Read_gives_a_line_that_is_there_without_asking_for_more(int length)
    {
        var line = new string('x', length - 1);
        var reader = new LineReader(new Conversation(Encoding.UTF8.GetBytes(line + "\n")), 100_000);

        Assert.Equal(line, reader.Read());
    }

    [Fact]
    public void Read_broken_stream_is_its_end() => Assert.Null(new LineReader(new Broken(), 10).Read());

    private static List<string> All(string text, int longest)
    {
        var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), longest);
        var lines = new List<string>();
        while (reader.Read() is { } line)
            lines.Add(line);
        return lines;
    }

    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..1]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, 1);
    }

    private sealed class Conversation(byte[] bytes) : MemoryStream(bytes)
    {
        // What reads into a span comes here too.
        public override int Read(byte[] buffer, int offset, int count) =>
            Position < Length ? base.Read(buffer, offset, count) : throw new InvalidOperationException("would wait for ever");
    }

    private sealed class Broken : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("broken pipe");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("broken pipe");
    }
}
