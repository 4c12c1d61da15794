namespace ActivationLab.Cli.Diagnosis;

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Training works, but not as well as it could, or something must be fetched first.</summary>
    Warning,

    /// <summary>Training does not work.</summary>
    Error,
}

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Cure">What to do about it; null when nothing is wrong.</param>
internal sealed record Finding(Severity Severity, string Subject, string Detail, string? Cure = null);
