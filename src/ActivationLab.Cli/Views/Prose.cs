namespace ActivationLab.Cli.Views;

/// <summary>Text that is longer than a line.</summary>
internal static class Prose
{
    /// <summary>Writes it in lines that break between words.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="width">Columns of a line; a longer word stands alone.</param>
    /// <param name="indent">Blanks before every line but the first.</param>
    public static void Write(TextWriter output, string text, int width, int indent = 0)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Trim().Length > 0 && line.Length + 1 + word.Length > width)
            {
                output.WriteLine(line);
                line = new string(' ', indent) + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }
        output.WriteLine(line);
    }
}
