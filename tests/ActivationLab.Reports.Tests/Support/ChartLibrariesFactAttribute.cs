namespace ActivationLab.Reports.Tests.Support;

/// <summary>A fact that draws charts with the libraries that the report page carries; skipped, with the reason, where they or Node.js are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChartLibrariesFactAttribute : FactAttribute
{
    public ChartLibrariesFactAttribute() => Skip = ChartRenderer.WhyMissing();
}
