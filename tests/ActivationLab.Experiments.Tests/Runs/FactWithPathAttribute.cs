namespace ActivationLab.Experiments.Tests.Runs;

/// <summary>A fact that needs a file of the operating system, and is skipped with that reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithPathAttribute : FactAttribute
{
    public FactWithPathAttribute(string neededPath)
    {
        if (!Path.Exists(neededPath))
            Skip = $"needs {neededPath}";
    }
}
