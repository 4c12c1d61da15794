using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Reports.Comparisons;

/// <summary>Short names of cells and of what groups of them have in common.</summary>
/// <param name="keys">The keys of the study.</param>
internal sealed class CellLabels(ComparedKeys keys)
{
    private const int HashLength = 8;

    private readonly Dictionary<string, string> _short = Shorten([.. keys.By, .. keys.Context]);

    /// <summary>The names of a group's cells: <c>ReLU</c>, <c>leaky_relu, slope 0.1</c>, <c>batch_norm before</c>.</summary>
    public IReadOnlyList<Candidate> Name(IReadOnlyList<CellTraits> group)
    {
        var labels = group.Select(Of).ToList();
        return [.. group.Zip(labels, (cell, label) =>
            new Candidate(cell, labels.Count(other => other == label) == 1 ? label : $"{label} ({HashOf(cell)})"))];
    }

    /// <summary>What the cells of a group have in common: <c>lr=0.1</c>.</summary>
    public string ContextOf(CellTraits cell) => string.Join(", ", keys.Context
        .Select(key => (Key: key, Text: cell.Find(key)))
        .Where(value => value.Text is not null)
        .Select(value => value.Key == CellTraits.Variant ? value.Text! : $"{_short[value.Key]}={Flat(value.Text!)}"));

    private string Of(CellTraits cell)
    {
        var parts = cell.Values.Where(value => keys.By.Contains(value.Key)).Select(Part).ToList();
        if (parts.Count > 0)
            return string.Join(", ", parts);
        return cell.Cell.Variant.Length > 0 ? cell.Cell.Variant : cell.Activation ?? cell.Cell.Name;
    }

    private string Part(SweepValue value) => value.Key switch
    {
        CellTraits.Variant or CellTraits.CellKey => value.Text,
        "model.activation" or "model.activation.name" => Flat(value.Text),
        "model.activation.negative_slope" => $"slope {value.Text}",
        _ => $"{_short[value.Key]} {Flat(value.Text)}",
    };

    // {name: leaky_relu, negative_slope: 0.1} -> leaky_relu, slope 0.1
    private static string Flat(string text) => text is ['{', .., '}']
        ? text[1..^1].Trim().Replace("name: ", "").Replace("negative_slope: ", "slope ").Replace(": ", " ")
        : text;

    private static string HashOf(CellTraits cell) => cell.Cell.Name.Length > HashLength ? cell.Cell.Name[^HashLength..] : cell.Cell.Name;

    // The last word of a key says enough (model for model.name), unless another key ends in it too.
    private static Dictionary<string, string> Shorten(IReadOnlyList<string> all)
    {
        var words = all.ToDictionary(key => key, key => (key.EndsWith(".name", StringComparison.Ordinal) ? key[..^".name".Length] : key).Split('.'));
        return all.ToDictionary(key => key, key =>
            all.Any(other => other != key && words[other][^1] == words[key][^1]) ? string.Join('.', words[key].TakeLast(2)) : words[key][^1]);
    }
}
