namespace ActivationLab.Reports.Comparisons;

/// <summary>What to compare.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The figure, a column of <c>results.csv</c>. Default <c>test_accuracy</c>.</summary>
    public string Metric { get; init; } = "test_accuracy";

    /// <summary>
    /// What the others are held against: the name of a variant, an activation, a value of the first key of <see cref="By"/> or the beginning of
    /// a cell's name. Null: relu, or a negative slope of 0, if there is one, else the first.
    /// </summary>
    public string? Baseline { get; init; }

    /// <summary>
    /// Keys of the configuration whose values are compared with each other (<c>model.activation</c> stands for all keys below it). Cells that differ
    /// in other keys too are compared within groups of equal values of those. Empty: <c>model.activation</c> where it differs, else all that do, save the data set.
    /// </summary>
    public IReadOnlyList<string> By { get; init; } = [];
}
