using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;
using Spectre.Console;

namespace ActivationLab.Cli.Views;

/// <summary>The end of a trial: how it ended, its accuracy, and the units of each layer.</summary>
internal static class TrialSummary
{
    private static readonly string[] Headings = ["layer", "units", "dead", "dead ratio", "linear", "rare", "zeros", "slope"];

    /// <summary>Writes it to standard error.</summary>
    public static void Write(Terminal terminal, TrialResult result)
    {
        terminal.Say("");
        terminal.Say(Ending(result));
        if (result.Run.LastEpoch > 0)
            terminal.Say(SpectreConsole.Render(terminal, Accuracies(result.Run)));
        if (TrialLines.Caveat(result.Run.DataVariant) is { } caveat)
            terminal.Say(caveat);
        if (result.Layers.Count == 0)
            return;
        terminal.Say("");
        if (result.Run.Status != RunStatus.Completed)
            terminal.Say(result.Layers[0].Epoch == 0 ? "units before training:" : $"units after epoch {result.Layers[0].Epoch}:");
        terminal.Say(SpectreConsole.Render(terminal, Layers(terminal, result.Layers)));
    }

    private static string Ending(TrialResult result)
    {
        var run = result.Run;
        var figures = Figures.Duration(run.Seconds) + (run.ImagesPerSecond is { } rate ? $", {Figures.Count(rate)} images/s" : "");
        var epochs = Amount.Of(run.LastEpoch, "epoch");
        var status = run.Status.ToString().ToLowerInvariant();
        var ending = run.Status == RunStatus.Completed
            ? $"{epochs} in {figures}"
            : $"after {run.LastEpoch} of {Amount.Of(run.Epochs, "epoch")}, in {figures}";
        if (result.AlreadyDone)
            return $"{status} before: {ending}; --fresh would train anew";
        if (run.Status == RunStatus.Completed)
            return $"{status}: {ending}";
        return $"{status} {ending}{(result.Resumable ? "; the same command goes on from there" : "")}";
    }

    private static Table Accuracies(RunRow run)
    {
        var table = SpectreConsole.NewTable(["", $"last epoch ({run.LastEpoch})", $"best epoch ({run.BestEpoch})"]);
        if (run.TestAccuracy is not null)
            AddRow(table, ["test accuracy", Figures.Percent(run.TestAccuracy), Figures.Percent(run.TestAccuracyBest)]);
        AddRow(table, ["validation accuracy", Figures.Percent(run.ValAccuracy), Figures.Percent(run.ValAccuracyBest)]);
        return table;
    }

    private static Table Layers(Terminal terminal, IReadOnlyList<LayerRow> layers)
    {
        var table = SpectreConsole.NewTable(Headings);
        var alarm = terminal.HasColors ? new Style(Color.Red) : Style.Plain;
        foreach (var layer in layers)
            AddRow(table, Cells(layer), layer.Dead > 0 ? alarm : Style.Plain);
        return table;
    }

    private static string[] Cells(LayerRow layer) =>
    [
        layer.Module, Figures.Count(layer.Units), Figures.Count(layer.Dead), Figures.Percent(layer.DeadRatio, 1), Figures.Count(layer.Linear),
        Figures.Count(layer.Rare), Figures.Percent(layer.ZeroFraction, 1), Figures.Slopes(layer),
    ];

    private static void AddRow(Table table, string[] cells, Style? style = null) => table.AddRow(cells.Select(cell => new Text(cell, style)));
}
