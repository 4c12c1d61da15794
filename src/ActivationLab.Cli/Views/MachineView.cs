using System.Globalization;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Benchmarks;

namespace ActivationLab.Cli.Views;

/// <summary>Says on what times were taken.</summary>
internal static class MachineView
{
    private const int LettersOfACommit = 12;

    /// <summary>Writes the block.</summary>
    public static void Write(TextWriter output, MachineRecord machine) => TextTable.Write(output,
    [
        ["machine", $"{machine.Cpu ?? "unknown CPU"}, {Amount.Of(machine.Cores, "core")}{Load(machine)}"],
        ["tensors", $"on {machine.Device}, {Amount.Of(machine.Threads, "thread")} an operation"],
        ["libtorch", $"{machine.Libtorch} ({machine.Provider}), {machine.Blas ?? "unknown BLAS"}"],
        ["activationlab", $"{machine.Version}{(machine.Commit is { } commit ? $", commit {commit[..Math.Min(LettersOfACommit, commit.Length)]}" : "")}"],
    ]);

    /// <summary>What to say of a machine that is not free; null for one that is.</summary>
    public static string? Doubt(MachineRecord machine) => machine.IsBusy
        ? string.Create(CultureInfo.InvariantCulture, $"others keep this machine busy (load {machine.Load:F1} on {Amount.Of(machine.Cores, "core")}): times and their ratios say less than on a quiet one")
        : null;

    private static string Load(MachineRecord machine) =>
        machine.Load is { } load ? string.Create(CultureInfo.InvariantCulture, $", load {load:F1} at the start") : "";
}
