namespace ActivationLab.Tests.Shared;

/// <summary>A fact about <see cref="TestDevice"/>; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute() => Skip = TestDevice.WhyMissing!;
}
