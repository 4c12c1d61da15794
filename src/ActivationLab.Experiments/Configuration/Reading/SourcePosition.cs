namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Where a key or value was written. An override has no lines.</summary>
internal readonly record struct SourcePosition(string Source, int Line = 0, int Column = 0)
{
    public bool IsOverride => Line == 0;
}
