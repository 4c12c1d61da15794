namespace ActivationLab.Experiments.Tests.Support;

/// <summary>A theory that asks a Python module for a second opinion; skipped, with the reason, where Python lacks it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute(string module) => Skip = Python.WhyMissing(module);
}
