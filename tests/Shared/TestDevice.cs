using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Tests.Shared;

/// <summary>
/// The GPU that tests hold against the CPU: the first, or the device that ACTIVATIONLAB_TEST_DEVICE names. Named cpu, it shows that the tests
/// themselves are in order, where there is no GPU.
/// </summary>
internal static class TestDevice
{
    private static readonly Lazy<string?> s_missing = new(() =>
        Name == "cpu" || torch.cuda.is_available() ? null : "this libtorch sees no GPU");

    public static string Name { get; } = Environment.GetEnvironmentVariable("ACTIVATIONLAB_TEST_DEVICE") is { Length: > 0 } named ? named : "cuda:0";

    /// <summary>Why tests that need it are skipped; null where it is there.</summary>
    public static string? WhyMissing => s_missing.Value;

    public static Device Device => device(Name);
}
