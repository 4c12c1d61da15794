using System.Globalization;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Assessments;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Views;

/// <summary>Prints what a stored run's weights do.</summary>
internal static class AssessmentView
{
    private static readonly string[] ClassHeadings = ["class", "images", "correct", "accuracy", "precision", "most often mistaken for"];

    private static readonly string[] UnitHeadings =
        ["layer", "units", "dead", "gradient-dead", "dormant", "linear", "rare", "zeros", "rank", "slope"];

    /// <summary>Writes it for people.</summary>
    public static void Write(TextWriter output, Assessment assessment)
    {
        var summary = assessment.Summary;
        output.WriteLine($"{summary.Experiment}, seed {summary.Seed} ({summary.Status}): the {summary.Weights} epoch ({summary.Epoch})");
        output.WriteLine($"{summary.Data}, {summary.MeasuredOn}");
        output.WriteLine();
        output.WriteLine($"loss      {Figures.Loss(summary.Loss)}");
        output.WriteLine(
            $"accuracy  {Figures.Percent(summary.Accuracy)} ({Figures.Count(summary.Correct)} of {Figures.Count(summary.Images)}; " +
            $"95 % interval {Figures.Percent(summary.AccuracyLow)} to {Figures.Percent(summary.AccuracyHigh)})");
        output.WriteLine();
        TextTable.Write(output, [ClassHeadings, .. assessment.Classes.Select(Cells)], numbersFrom: 1, numbers: 4);
        if (assessment.Units.Count == 0)
            return;
        output.WriteLine();
        TextTable.Write(output, [UnitHeadings, .. assessment.Units.Select(Cells)], numbersFrom: 1, numbers: UnitHeadings.Length - 1);
    }

    private static string[] Cells(ClassRow row) =>
    [
        row.Name == row.Class.ToString(CultureInfo.InvariantCulture) ? row.Name : $"{row.Class} {row.Name}",
        Figures.Count(row.Images), Figures.Count(row.Correct), Figures.Percent(row.Accuracy), Figures.Percent(row.Precision),
        row.Mistakes == 0 ? "" : $"{row.MistakenFor} ({Amount.Of(row.Mistakes, "image")})",
    ];

    private static string[] Cells(LayerRow row) =>
    [
        row.Module, Figures.Count(row.Units), Figures.Count(row.Dead), Figures.Count(row.GradientDead), Figures.Count(row.Dormant),
        Figures.Count(row.Linear), Figures.Count(row.Rare), Figures.Percent(row.ZeroFraction, 1), Rank(row.EffectiveRank), Figures.Slopes(row),
    ];

    private static string Rank(double? rank) => rank?.ToString("F1", CultureInfo.InvariantCulture) ?? "";
}
