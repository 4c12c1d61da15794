namespace ActivationLab.Reports.Charts;

/// <summary>A small table.</summary>
/// <param name="Columns">Names in snake_case.</param>
/// <param name="Rows">A value a column: text, a number, a truth value or null.</param>
public sealed record ChartData(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
