namespace ActivationLab.Cli.Views;

/// <summary>Plain aligned columns, for standard output: they read well on a screen and go well through a pipe.</summary>
internal static class TextTable
{
    /// <summary>What stands between columns.</summary>
    public const string Gap = "  ";

    /// <summary>Writes rows of equally many cells; each column is as wide as its widest cell.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="rows">The rows, a heading among them if there is one.</param>
    /// <param name="numbersFrom">The first column of numbers, which stand at the right of their column.</param>
    /// <param name="numbers">How many columns of numbers there are.</param>
    public static void Write(TextWriter output, IReadOnlyList<IReadOnlyList<string>> rows, int numbersFrom = 0, int numbers = 0)
    {
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            output.WriteLine(string.Join(Gap, row.Select(Padded)).TrimEnd());

        string Padded(string cell, int column) => column >= numbersFrom && column < numbersFrom + numbers
            ? cell.PadLeft(widths[column])
            : cell.PadRight(widths[column]);
    }
}
