namespace SystemTorch.Tests.PyTorch;

/// <summary>A fact that compares with PyTorch, and is skipped with that reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PyTorchFactAttribute : FactAttribute
{
    public PyTorchFactAttribute() => Skip = PythonScript.WhyMissing!;
}
