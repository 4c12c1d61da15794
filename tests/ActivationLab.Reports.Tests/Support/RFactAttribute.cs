namespace ActivationLab.Reports.Tests.Support;

/// <summary>A fact that asks R for a second opinion; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RFactAttribute : FactAttribute
{
    public RFactAttribute() => Skip = R.WhyMissing();
}
