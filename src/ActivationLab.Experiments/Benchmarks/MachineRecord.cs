using System.Globalization;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>The machine and the build that times were taken on.</summary>
/// <param name="Cpu">Model name of the CPU; null when the system does not tell.</param>
/// <param name="Cores">Cores that the process may use.</param>
/// <param name="Threads">Threads of a tensor operation.</param>
/// <param name="Device">Where the tensors are (<c>cpu</c>, <c>cuda:0</c>).</param>
/// <param name="Provider">Where TorchSharp's API comes from: <c>system</c>, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="Blas">The library that multiplies matrices on the CPU; null when unknown.</param>
/// <param name="Version">Version of ActivationLab.</param>
/// <param name="Commit">The commit it was built from; null when it was not built in a repository.</param>
/// <param name="Load">Processes that wanted to run in the minute before; null when the system does not tell.</param>
public sealed record MachineRecord(
    string? Cpu, int Cores, int Threads, string Device, string Provider, string Libtorch, string? Blas, string Version, string? Commit, double? Load)
{
    private const string LoadFile = "/proc/loadavg";

    /// <summary>Whether others leave so little of the machine that times taken on it are theirs too.</summary>
    public bool IsBusy => Load > Cores / 4.0;

    /// <summary>What this process and this machine tell about themselves.</summary>
    /// <param name="torch">The tensor library.</param>
    /// <param name="device">The device, as configurations name it.</param>
    /// <exception cref="UserException">There is no such device.</exception>
    public static MachineRecord Capture(TorchFacts torch, string device) => new(
        EnvironmentRecord.CpuName(), Environment.ProcessorCount, torch.Threads, TorchRuntime.Device(device).ToString(), torch.Provider, torch.Libtorch,
        torch.Blas, ThisProgram.Version, ThisProgram.Commit, ReadLoad());

    private static double? ReadLoad() => File.Exists(LoadFile)
        ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture)
        : null;
}
