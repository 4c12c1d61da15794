using System.Collections.Concurrent;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>A fact that asks a Python module for a second opinion; skipped, with the reason, where Python lacks it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    private static readonly ConcurrentDictionary<string, bool> Present = new();

    public PythonFactAttribute(string module)
    {
        if (!Present.GetOrAdd(module, name => Python.TryRun($"import {name}", [], out _)))
            Skip = $"{Python.Program} cannot import {module}: install python3-{module}";
    }
}
