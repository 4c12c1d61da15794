namespace ActivationLab.Experiments.Tests.Support;

/// <summary>A fact that asks a Python module for a second opinion; skipped, with the reason, where Python lacks it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute(string module) => Skip = Python.WhyMissing(module);
}
