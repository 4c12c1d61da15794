namespace ActivationLab.Cli.Views;

/// <summary>Plain aligned columns, for standard output: they read well on a screen and go well through a pipe.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Writes rows of equally many cells; each column is as wide as its widest cell.</summary>
    public static void Write(TextWriter output, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            output.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
