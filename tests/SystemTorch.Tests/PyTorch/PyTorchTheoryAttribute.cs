namespace SystemTorch.Tests.PyTorch;

/// <summary>A theory that compares with PyTorch, and is skipped with that reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PyTorchTheoryAttribute : TheoryAttribute
{
    public PyTorchTheoryAttribute() => Skip = PythonScript.WhyMissing!;
}
