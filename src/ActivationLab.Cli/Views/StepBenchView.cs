using System.Globalization;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Cli.Views;

/// <summary>Prints what a training step takes and where its time goes.</summary>
internal static class StepBenchView
{
    private static readonly string[] StepHeadings = ["activation", "images/s", "a step", "95 % interval", "GFLOP/s", "of machine", "over relu"];

    private static readonly string[] PhaseHeadings = ["activation", "phase", "median", "95 % interval", "share", "over relu"];

    /// <summary>Writes the tables.</summary>
    public static void Write(TextWriter output, StepBenchResult result, IReadOnlyList<StepBenchRow> rows, MachineRecord machine)
    {
        var compared = rows.Any(row => row.Ratio is not null);
        MachineView.Write(output, machine);
        output.WriteLine();
        output.WriteLine(
            $"{rows[0].Experiment}: {result.Network} on {result.Data}, batch {result.BatchSize}, {SnakeCase.Of(result.Precision)}: {Amount.Of(rows[0].Rounds, "round")}{(compared ? ", in turns" : "")}");
        output.WriteLine();
        TextTable.Write(output, Columns([StepHeadings, .. rows.Where(row => row.Phase == "step").Select(StepCells)], compared), numbersFrom: 1, numbers: 5);
        output.WriteLine();
        TextTable.Write(output, Columns([PhaseHeadings, .. rows.GroupBy(row => row.Activation).SelectMany(PhaseRows)], compared), numbersFrom: 2, numbers: 3);
        output.WriteLine();
        var onGpu = machine.Device != "cpu";
        output.WriteLine(
            $"a step: median of {Amount.Of(Row(rows, "step").N, onGpu ? "round" : "step")}, nothing timed within; phases: of {Amount.Of(Row(rows, "data").N, "other step")}" +
            (onGpu ? ",\nthe device waited for after each phase." : "."));
        output.WriteLine($"GFLOP/s: 6 FLOP a multiply-add, 4 in the first layer; matrix products alone: {Whole(rows[0].MachineGflops)} GFLOP/s.");
        output.WriteLine(
            $"probe: units on {Amount.Of(result.ProbeImages, "image")} after every {(result.ProbeEveryEpochs == 1 ? "epoch" : $"{result.ProbeEveryEpochs} epochs")} " +
            $"of {Amount.Of(result.StepsPerEpoch, "step")}; share: of training and itself.");
        if (compared)
            output.WriteLine("over relu: geometric mean of the rounds' ratios of medians, with 95 % interval (t, of logarithms).");
    }

    // The phases of one network, and what they come to.
    private static IEnumerable<IReadOnlyList<string>> PhaseRows(IEnumerable<StepBenchRow> network)
    {
        var phases = network.Where(row => row.Phase is not ("step" or "probe")).ToList();
        foreach (var row in phases)
            yield return PhaseCells(row);
        yield return [phases[0].Activation, "sum", Figures.Time(phases.Sum(row => row.MedianSeconds)), "", Figures.Percent(phases.Sum(row => row.Share), 1), ""];
        yield return PhaseCells(Row(network, "probe"));
    }

    private static string[] StepCells(StepBenchRow row) =>
    [
        row.Activation, Figures.Count(row.ImagesPerSecond), Figures.Time(row.MedianSeconds), Interval(row),
        Whole(row.Gflops!.Value), Figures.Percent(row.GflopsShare, 0), Ratio(row),
    ];

    private static string[] PhaseCells(StepBenchRow row) =>
        [row.Activation, row.Phase, Figures.Time(row.MedianSeconds), Interval(row), Figures.Percent(row.Share, 1), Ratio(row)];

    private static string Interval(StepBenchRow row) => (row.MedianSecondsLow, row.MedianSecondsHigh) is ({ } low, { } high)
        ? $"{Figures.Time(low)} to {Figures.Time(high)}"
        : "";

    private static string Ratio(StepBenchRow row) => row.Ratio is { } ratio ? Figures.Ratio(ratio, row.RatioLow, row.RatioHigh) : "";

    private static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static StepBenchRow Row(IEnumerable<StepBenchRow> rows, string phase) => rows.First(row => row.Phase == phase);

    private static IReadOnlyList<IReadOnlyList<string>> Columns(IReadOnlyList<IReadOnlyList<string>> rows, bool compared) =>
        compared ? rows : [.. rows.Select(row => row.SkipLast(1).ToArray())];
}
