using ActivationLab.Experiments.Benchmarks;

namespace ActivationLab.Cli.Views;

/// <summary>Prints times of activations as ratios to ReLU: a table a size and layout, a row an activation and form.</summary>
internal static class ActivationBenchView
{
    private static readonly string[] Passes = ["forward", "backward", "both"];

    /// <summary>Writes the tables.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ActivationBenchRow> rows, MachineRecord machine)
    {
        MachineView.Write(output, machine);
        foreach (var group in rows.GroupBy(row => (row.Size, row.Layout)))
        {
            output.WriteLine();
            output.WriteLine($"{group.Key.Size}, {group.Key.Layout}: ReLU in place takes {Baseline(group)}");
            TextTable.Write(output,
            [
                ["activation", "form", .. Passes],
                .. group.GroupBy(row => (row.Activation, row.InPlace, row.BaselineInPlace))
                    .Select(form => (IReadOnlyList<string>)[form.Key.Activation, Form(form.First()), .. Passes.Select(pass => Cell(form, pass))]),
            ]);
        }
        output.WriteLine();
        output.WriteLine($"Time over that of ReLU: geometric mean of {rows[0].N} rounds, and its 95 % interval (t, of logarithms).");
        output.WriteLine("as trained: the modules of the lab's networks, ReLU's in place; in place, new memory: both so.");
        if (rows.Any(row => row.Activation == "relu"))
            output.WriteLine("relu over itself shows what chance does.");
    }

    private static string Baseline(IEnumerable<ActivationBenchRow> rows) => string.Join(", ", rows
        .Where(row => row.BaselineInPlace)
        .GroupBy(row => row.Pass)
        .Select(pass => $"{Figures.Time(Median([.. pass.Select(row => row.BaselineMedianSeconds)]))} {pass.Key}"));

    private static double Median(double[] values) => Reports.Statistics.Quantile.Median(values);

    private static string Form(ActivationBenchRow row) => row switch
    {
        { AsTrained: true } => "as trained",
        { InPlace: true } => "in place",
        _ => "new memory",
    };

    private static string Cell(IEnumerable<ActivationBenchRow> form, string pass) =>
        form.First(row => row.Pass == pass) is var row ? Figures.Ratio(row.Ratio, row.RatioLow, row.RatioHigh) : "";
}
