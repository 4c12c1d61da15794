namespace ActivationLab.Experiments.Tests.Sweeps.Slurm;

/// <summary>A test that needs shellcheck; skipped with a reason where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellcheckFactAttribute : FactAttribute
{
    public ShellcheckFactAttribute()
    {
        if (!Shell.Has("shellcheck"))
            Skip = "shellcheck is not installed";
    }
}
