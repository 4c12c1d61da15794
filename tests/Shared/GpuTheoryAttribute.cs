namespace ActivationLab.Tests.Shared;

/// <summary>A theory about <see cref="TestDevice"/>; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuTheoryAttribute : TheoryAttribute
{
    public GpuTheoryAttribute() => Skip = TestDevice.WhyMissing!;
}
