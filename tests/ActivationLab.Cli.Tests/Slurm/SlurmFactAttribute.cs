namespace ActivationLab.Cli.Tests.Slurm;

/// <summary>A test on a real cluster; skipped with a reason where Slurm is not installed, or its daemons cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute() => Skip = SlurmMachine.Instance.WhyNot;
}
