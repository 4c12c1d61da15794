using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Charts;

/// <summary>A row of a chart of dots.</summary>
/// <param name="Variant">The series whose colour and shape it has.</param>
/// <param name="Name">What stands before the row; no two rows have the same: see <see cref="CellRows.Name"/>.</param>
/// <param name="Note">A second, short line there.</param>
/// <param name="Dots">A dot a seed.</param>
/// <param name="Mean">The mean; null where there is no dot.</param>
/// <param name="Interval">Its interval; null for fewer than two dots.</param>
internal sealed record DotRow(string Variant, string Name, string Note, IReadOnlyList<SeedValue> Dots, double? Mean, Interval? Interval);

/// <summary>A seed's figure.</summary>
internal readonly record struct SeedValue(long Seed, double Value);
