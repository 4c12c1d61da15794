using ActivationLab.Cli.Views;

namespace ActivationLab.Cli.Tests.Views;

public class ProseTests
{
    [Theory]
    [InlineData("one two three", 7, 0, "one two\nthree\n")]
    [InlineData("one two three", 8, 2, "one two\n  three\n")]
    [InlineData("extraordinary word", 5, 2, "extraordinary\n  word\n")]
    [InlineData("one", 80, 0, "one\n")]
    public void Write_breaks_between_words(string text, int width, int indent, string expected)
    {
        using var output = new StringWriter { NewLine = "\n" };

        Prose.Write(output, text, width, indent);

        Assert.Equal(expected, output.ToString());
    }
}
