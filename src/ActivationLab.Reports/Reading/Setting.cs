namespace ActivationLab.Reports.Reading;

/// <summary>A setting of a trial.</summary>
/// <param name="Key">The dotted key of the configuration: <c>train.optimizer.lr</c>.</param>
/// <param name="Value">Its value, as YAML writes it.</param>
public sealed record Setting(string Key, string Value);
