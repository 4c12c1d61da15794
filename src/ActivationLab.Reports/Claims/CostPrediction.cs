using System.ComponentModel.DataAnnotations;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Claims;

/// <summary>What a claim says of time: a ratio to ReLU's, as <c>bench</c> has measured it.</summary>
public sealed record CostPrediction : IValidatableObject
{
    /// <summary>The table that <c>bench activations --csv</c> or <c>bench step --csv</c> has written, relative to the runs folder.</summary>
    public string File { get; init; } = "";

    /// <summary>What was measured, in words, for the page.</summary>
    public string What { get; init; } = "";

    /// <summary>The row: its <c>activation</c>.</summary>
    public string Activation { get; init; } = "leaky_relu";

    /// <summary>The row: its <c>phase</c> in a table of steps, its <c>pass</c> in one of activations.</summary>
    public string Pass { get; init; } = "step";

    /// <summary>The row: its <c>size</c>, in a table of activations.</summary>
    public string? Size { get; init; }

    /// <summary>The two ends of the ratio that is claimed.</summary>
    public IReadOnlyList<double> Between { get; init; } = [];

    /// <summary>Whether it is only shown, and the claim does not depend on it.</summary>
    public bool Aside { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (File.Length == 0 || What.Length == 0)
            yield return new ValidationResult("needs file, a table of bench, and what, its words for the page", ["file", "what"]);
        if (Between is not [var low, var high] || low > high)
            yield return new ValidationResult("must be two numbers, the lower first", ["between"]);
    }
}

/// <summary>A claim of time with what was measured.</summary>
/// <param name="Prediction">The claim.</param>
/// <param name="Row">The row of the table; null as long as nothing is measured.</param>
public sealed record CheckedCost(CostPrediction Prediction, BenchmarkedRatio? Row)
{
    /// <summary>Holds if the interval of the ratio lies between the two ends, does not if it lies outside of them, else undecided.</summary>
    public ClaimVerdict Verdict => Row is not { RatioLow: { } low, RatioHigh: { } high } ? ClaimVerdict.Undecided
        : Prediction.Between[0] <= low && high <= Prediction.Between[1] ? ClaimVerdict.Holds
        : high < Prediction.Between[0] || low > Prediction.Between[1] ? ClaimVerdict.DoesNotHold
        : ClaimVerdict.Undecided;

    /// <summary>The interval of the ratio; null without one.</summary>
    public Interval? Interval => Row is { RatioLow: { } low, RatioHigh: { } high } ? new Interval(low, high) : null;

    /// <summary>Finds the row that a claim is about.</summary>
    /// <exception cref="UserException">The table is damaged, or has not exactly one such row.</exception>
    public static CheckedCost Check(CostPrediction prediction, string runsFolder)
    {
        var path = Path.Combine(runsFolder, prediction.File);
        if (!System.IO.File.Exists(path))
            return new CheckedCost(prediction, Row: null);
        BenchmarkedRatio[] rows = [.. CsvTable.Read<BenchmarkedRatio>(path).Where(row => row.Is(prediction))];
        return rows is [var row] ? new CheckedCost(prediction, row) : throw new UserException(
            $"{path}: {Amount.Of(rows.Length, "row")} of {prediction.Activation}, {prediction.Pass}{(prediction.Size is null ? "" : $", {prediction.Size}")}: there must be one", 2);
    }
}

/// <summary>A row of a table of <c>bench</c>, as far as claims need it.</summary>
public sealed record BenchmarkedRatio
{
    /// <summary>The activation.</summary>
    public required string Activation { get; init; }

    /// <summary>The phase, in a table of steps.</summary>
    public string Phase { get; init; } = "";

    /// <summary>The pass, in a table of activations.</summary>
    public string Pass { get; init; } = "";

    /// <summary>The size, in a table of activations.</summary>
    public string Size { get; init; } = "";

    /// <summary>Whether both it and ReLU are the modules that the lab trains with.</summary>
    public bool? AsTrained { get; init; }

    /// <summary>Rounds, in a table of steps.</summary>
    public int? Rounds { get; init; }

    /// <summary>Rounds, in a table of activations; steps in the other.</summary>
    public int? N { get; init; }

    /// <summary>Time over that of ReLU.</summary>
    public double? Ratio { get; init; }

    /// <summary>The lower end of its 95 % interval.</summary>
    public double? RatioLow { get; init; }

    /// <summary>The upper end.</summary>
    public double? RatioHigh { get; init; }

    /// <summary>How many ratios the interval is of.</summary>
    public int Ratios => Rounds ?? N ?? 0;

    internal bool Is(CostPrediction prediction) => Activation == prediction.Activation && (Phase == prediction.Pass || Pass == prediction.Pass)
        && (prediction.Size is null || Size == prediction.Size) && AsTrained != false;
}
