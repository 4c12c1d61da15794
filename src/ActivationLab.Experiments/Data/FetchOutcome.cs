namespace ActivationLab.Experiments.Data;

/// <summary>What a fetch did.</summary>
/// <param name="Folder">The folder that has the files.</param>
/// <param name="Source">Where they came from; null when all were there already and right.</param>
/// <param name="Failures">The sources that were tried before, each with the reason why it failed.</param>
public sealed record FetchOutcome(string Folder, string? Source, IReadOnlyList<string> Failures);
