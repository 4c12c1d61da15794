namespace ActivationLab.Reports.Comparisons;

/// <summary>A cell with its short name, unique within its group.</summary>
internal sealed record Candidate(CellTraits Traits, string Label);
