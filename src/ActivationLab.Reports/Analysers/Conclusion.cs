namespace ActivationLab.Reports.Analysers;

/// <summary>How much a conclusion matters.</summary>
public enum Severity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>The figures are weaker than they look.</summary>
    Warning,

    /// <summary>The figures must not be quoted as they stand.</summary>
    Error,
}

/// <summary>What an analyser concludes from a comparison, one line.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Id">Which analyser says it, in kebab-case: <c>few-seeds</c>.</param>
/// <param name="Text">What it is, where, and what to do, for people.</param>
public sealed record Conclusion(Severity Severity, string Id, string Text);
