using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Charts;

/// <summary>A cell at its place in a chart of lines.</summary>
/// <param name="Series">The line that it belongs to; empty where there is but one.</param>
/// <param name="Position">The value of the key.</param>
/// <param name="Cell">The cell.</param>
internal sealed record SeriesPoint(string Series, double Position, ComparedCell Cell);
