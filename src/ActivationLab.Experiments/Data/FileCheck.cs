namespace ActivationLab.Experiments.Data;

/// <summary>How a data file was found.</summary>
public enum FileState
{
    /// <summary>It is a known release of the file.</summary>
    Ok,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is there and must not be trained on.</summary>
    Damaged,
}

/// <summary>The check of one data file.</summary>
/// <param name="File">Its canonical name.</param>
/// <param name="Path">Where it lies, or should.</param>
/// <param name="State">How it was found.</param>
/// <param name="Detail">The release that it is, or what is wrong; one line.</param>
/// <param name="Sha256">SHA-256 of its uncompressed content; null unless it is ok.</param>
public sealed record FileCheck(string File, string Path, FileState State, string Detail, string? Sha256);
