using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Views;

/// <summary>What a sweep says of one of its cells.</summary>
/// <param name="Cell">The name of its folder.</param>
/// <param name="Variant">The name that the sweep gives it; empty when variants were not named.</param>
/// <param name="Values">What was swept, and the cell's value of it.</param>
internal sealed record SweepLabel(string Cell, string Variant, IReadOnlyList<SweepValue> Values);

/// <summary>What tells the cells of a sweep apart: the variant and the swept values, a column each. A cell without any goes by its folder's name.</summary>
internal sealed class SweepLabels
{
    private const int WidestColumn = 32;
    private const string Gap = "  ";

    private readonly Dictionary<string, string> _words;
    private readonly Dictionary<string, string[]> _columns;
    private readonly int[] _widths;

    /// <summary>Makes the labels of cells that are shown together.</summary>
    public SweepLabels(IReadOnlyList<SweepCell> cells) : this([.. cells.Select(cell => new SweepLabel(cell.Name, cell.Variant, cell.Values))])
    {
    }

    /// <summary>Makes the labels of cells of which only the labels are known.</summary>
    public SweepLabels(IReadOnlyList<SweepLabel> cells)
    {
        var keys = cells.SelectMany(cell => cell.Values).Select(value => value.Key).Distinct().ToList();
        var shortest = keys.ToDictionary(key => key, key => ShortestOf(key, keys));
        _words = cells.ToDictionary(cell => cell.Cell, cell => InWords(cell, shortest));
        var hasVariants = cells.Any(cell => cell.Variant.Length > 0);
        var hasNames = !hasVariants && keys.Count == 0;
        Headings = [.. hasVariants ? ["variant"] : Array.Empty<string>(), .. keys.Select(key => shortest[key]), .. hasNames ? ["cell"] : Array.Empty<string>()];
        _columns = cells.ToDictionary(cell => cell.Cell, cell => (string[])
        [
            .. hasVariants ? [cell.Variant] : Array.Empty<string>(),
            .. keys.Select(key => cell.Values.FirstOrDefault(value => value.Key == key)?.Text ?? ""),
            .. hasNames ? [cell.Cell] : Array.Empty<string>(),
        ]);
        _widths = [.. Headings.Select((heading, column) =>
            Math.Min(WidestColumn, Math.Max(heading.Length, _columns.Values.Max(texts => (int?)texts[column].Length) ?? 0)))];
    }

    /// <summary>One a column: <c>variant</c>, and the swept keys as short as they are still different.</summary>
    public IReadOnlyList<string> Headings { get; }

    /// <summary>The texts below <see cref="Headings"/>; empty where the cell does not sweep the key.</summary>
    public IReadOnlyList<string> ColumnsOf(string cell) => _columns[cell];

    /// <summary><see cref="Headings"/> as one text, as wide as every <see cref="Line"/> with the same room.</summary>
    public string HeadingLine(int room) => Aligned([.. Headings], room);

    /// <summary>A cell's columns as one text, each as wide as its widest; what the room has no place for is cut off.</summary>
    public string Line(SweepCell cell, int room) => Aligned(_columns[cell.Name], room);

    /// <summary>A trial in words: <c>PReLU, lr=0.1, seed 42</c>.</summary>
    public string InWords(SweepTrial trial) => InWords(trial.Cell.Name, trial.Seed);

    /// <summary>A trial in words.</summary>
    public string InWords(string cell, long seed) => InWords(cell, [seed]);

    /// <summary>Trials of a cell in words: <c>PReLU, lr=0.1, seeds 42 to 46</c>.</summary>
    public string InWords(string cell, IReadOnlyList<long> seeds) => $"{_words[cell]}, {(seeds.Count == 1 ? "seed" : "seeds")} {SweepLines.Seeds(seeds)}";

    /// <summary>A text of at most so many characters.</summary>
    public static string Clip(string text, int room) => text.Length <= room ? text : room < 1 ? "" : text[..(room - 1)] + "…";

    private string Aligned(string[] texts, int room)
    {
        var line = string.Join(Gap, texts.Select((text, column) => Clip(text, WidestColumn).PadRight(_widths[column])));
        return Clip(line, Math.Max(room, 1));
    }

    private static string InWords(SweepLabel cell, Dictionary<string, string> shortest)
    {
        string[] variant = cell.Variant.Length > 0 ? [cell.Variant] : [];
        string[] words = [.. variant, .. cell.Values.Select(value => $"{shortest[value.Key]}={value.Text}")];
        return words.Length > 0 ? string.Join(", ", words) : cell.Cell;
    }

    // As few of a key's last parts as no other key ends with.
    private static string ShortestOf(string key, List<string> keys)
    {
        var parts = key.Split('.');
        for (var count = 1; count < parts.Length; count++)
        {
            var end = string.Join('.', parts[^count..]);
            if (keys.All(other => other == key || !$".{other}".EndsWith($".{end}", StringComparison.Ordinal)))
                return end;
        }
        return key;
    }
}
