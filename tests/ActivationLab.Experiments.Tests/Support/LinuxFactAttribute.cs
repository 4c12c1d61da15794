namespace ActivationLab.Experiments.Tests.Support;

/// <summary>A fact about files as Linux has them; skipped elsewhere, and for root where root may do everything.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "needs Linux";
    }

    public bool SkipForRoot
    {
        get => Skip is not null;
        set => Skip ??= value && Environment.IsPrivilegedProcess ? "root may read every file" : null;
    }
}
