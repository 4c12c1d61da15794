namespace ActivationLab.Reports.Charts;

/// <summary>A row of a chart of lines.</summary>
/// <param name="Mark">What it draws: <c>seed</c> or <c>mean</c>.</param>
/// <param name="Series">The line's colour and shape.</param>
/// <param name="Part">Its dash; null where that tells nothing.</param>
/// <param name="X">The epoch or layer.</param>
/// <param name="Seed">The seed; null for a mean.</param>
/// <param name="Value">The value, or the mean.</param>
/// <param name="Low">Where the band begins; null where there is none.</param>
/// <param name="High">Where it ends.</param>
internal sealed record LineRow(string Mark, string Series, string? Part, int X, long? Seed, double Value, double? Low, double? High);
