namespace ActivationLab.Cli.Views;

/// <summary>How a sweep would be run.</summary>
/// <param name="Reason">Workers and stacks, with the figures that decided.</param>
/// <param name="Seconds">How long it would take, from a timed step; null where none could be timed.</param>
internal sealed record SweepForecast(string Reason, double? Seconds);
