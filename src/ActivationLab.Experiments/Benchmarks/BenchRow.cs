namespace ActivationLab.Experiments.Benchmarks;

/// <summary>What every row of a benchmark's CSV ends with: the machine and the build.</summary>
public abstract record BenchRow
{
    /// <inheritdoc cref="MachineRecord.Device"/>
    public string Device { get; init; } = "";

    /// <inheritdoc cref="MachineRecord.Threads"/>
    public int Threads { get; init; }

    /// <inheritdoc cref="MachineRecord.Cores"/>
    public int Cores { get; init; }

    /// <inheritdoc cref="MachineRecord.Cpu"/>
    public string? Cpu { get; init; }

    /// <inheritdoc cref="MachineRecord.Load"/>
    public double? Load { get; init; }

    /// <inheritdoc cref="MachineRecord.Provider"/>
    public string Provider { get; init; } = "";

    /// <inheritdoc cref="MachineRecord.Libtorch"/>
    public string Libtorch { get; init; } = "";

    /// <inheritdoc cref="MachineRecord.Blas"/>
    public string? Blas { get; init; }

    /// <inheritdoc cref="MachineRecord.Version"/>
    public string AppVersion { get; init; } = "";

    /// <inheritdoc cref="MachineRecord.Commit"/>
    public string? Commit { get; init; }

    /// <summary>A row with these columns filled.</summary>
    public static T On<T>(MachineRecord machine, T row) where T : BenchRow => (T)((BenchRow)row with
    {
        Device = machine.Device,
        Threads = machine.Threads,
        Cores = machine.Cores,
        Cpu = machine.Cpu,
        Load = machine.Load,
        Provider = machine.Provider,
        Libtorch = machine.Libtorch,
        Blas = machine.Blas,
        AppVersion = machine.Version,
        Commit = machine.Commit,
    });
}
