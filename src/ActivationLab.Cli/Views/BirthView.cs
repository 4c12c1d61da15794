using ActivationLab.Experiments.Birth;
using Spectre.Console;

namespace ActivationLab.Cli.Views;

/// <summary>Shows networks at birth: a table by depth and what theory says of it.</summary>
internal static class BirthView
{
    private const int MostRows = 24;
    private static readonly string[] Headings =
        ["layer", "module", "units", "E z²", "over layer 1", "theory", "SE apart", "dead units", "theory"];

    /// <summary>Writes the table and the comparison with theory to standard error.</summary>
    public static void Write(Terminal terminal, BirthResult result)
    {
        terminal.Say(SpectreConsole.Render(terminal, Layers(result.Layers)));
        if (result.Layers.Count > MostRows)
            terminal.Say($"{MostRows} of {result.Layers.Count} layers; all are in probe_layers.csv");
        terminal.Say("");
        terminal.Say($"inputs: {result.Inputs}");
        foreach (var line in BirthVerdict.Lines(result))
            terminal.Say(line);
    }

    private static Table Layers(IReadOnlyList<BirthLayer> layers)
    {
        var table = SpectreConsole.NewTable(Headings, names: 1);
        foreach (var layer in Selected(layers))
            table.AddRow(Cells(layer).Select(cell => new Text(cell)));
        return table;
    }

    // First and last, and as many between them as there is room for, evenly.
    private static IEnumerable<BirthLayer> Selected(IReadOnlyList<BirthLayer> layers) => layers.Count <= MostRows
        ? layers
        : Enumerable.Range(0, MostRows).Select(row => layers[(int)Math.Round(row * (layers.Count - 1) / (MostRows - 1.0))]);

    private static string[] Cells(BirthLayer layer) =>
    [
        Figures.Count(layer.Layer), layer.Module, Figures.Count(layer.Units), BirthVerdict.Number(layer.SecondMoment.Mean),
        BirthVerdict.WithError(layer.Ratio), layer.RatioTheory is { } ratio ? BirthVerdict.Number(ratio) : "-",
        layer.RatioDeviation is { } deviation ? BirthVerdict.OneDecimal(deviation) : "-",
        Figures.Percent(layer.DeadRatio?.Mean, 1), Figures.Percent(layer.DeadRatioTheory, 1),
    ];
}
