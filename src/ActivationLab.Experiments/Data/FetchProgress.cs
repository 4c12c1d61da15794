namespace ActivationLab.Experiments.Data;

/// <summary>How far a download is. Reported a few times a megabyte, and once when a source begins.</summary>
/// <param name="Source">Where from, for people.</param>
/// <param name="File">What is being downloaded.</param>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="TotalBytes">Bytes in all; null if unknown.</param>
public sealed record FetchProgress(string Source, string File, long Bytes, long? TotalBytes);
