using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Runs;

/// <summary>
/// Under which circumstances a trial ran: <c>environment.json</c>. The name of the machine and of its user are left out on purpose:
/// these files are made to be shared.
/// </summary>
public sealed record EnvironmentRecord
{
    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = RecordJson.Default,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never embedded in HTML: quotes and accents stay readable
    };

    /// <summary>When the trial started, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>The command line.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Version of ActivationLab.</summary>
    public required string AppVersion { get; init; }

    /// <summary>The commit it was built from; null when it was not built in a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string Dotnet { get; init; }

    /// <summary>Operating system.</summary>
    public required string Os { get; init; }

    /// <summary>Architecture of the process (<c>x64</c>).</summary>
    public required string Architecture { get; init; }

    /// <summary>Model name of the CPU; null when the system does not tell.</summary>
    public string? Cpu { get; init; }

    /// <summary>Cores that the process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>The tensor library.</summary>
    public required TorchRecord Torch { get; init; }

    /// <summary>The device that was used (<c>cpu</c>, <c>cuda:0</c>).</summary>
    public required string Device { get; init; }

    /// <summary>Threads of a tensor operation.</summary>
    public required int Threads { get; init; }

    /// <summary>The images.</summary>
    public required DataRecord Data { get; init; }

    /// <summary>The times that another process went on with the trial; empty for one that was never stopped.</summary>
    public IReadOnlyList<ResumptionRecord> Resumptions { get; init; } = [];

    /// <summary>Version of ActivationLab, with the commit it was built from.</summary>
    [JsonIgnore]
    public string Build => Commit is null ? AppVersion : $"{AppVersion}+{Commit}";

    /// <summary>What computes the trial.</summary>
    [JsonIgnore]
    public ComputeRecord Computed => new(Build, Torch, Device, Threads);

    /// <summary>Adds to what the caller knows what this process and this machine tell about themselves.</summary>
    /// <param name="torch">The tensor library.</param>
    /// <param name="device">The device that is used.</param>
    /// <param name="threads">Threads of a tensor operation.</param>
    /// <param name="data">The images.</param>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="commandLine">The command line.</param>
    /// <param name="started">When the trial started.</param>
    public static EnvironmentRecord Capture(
        TorchRecord torch, string device, int threads, DataRecord data, long seed, string commandLine, DateTimeOffset started)
    {
        return new EnvironmentRecord
        {
            Started = started.UtcDateTime,
            CommandLine = commandLine,
            Seed = seed,
            AppVersion = ThisProgram.Version,
            Commit = ThisProgram.Commit,
            Dotnet = RuntimeInformation.FrameworkDescription,
            Os = RuntimeInformation.OSDescription,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            Cpu = CpuName(),
            Cores = Environment.ProcessorCount,
            Torch = torch,
            Device = device,
            Threads = threads,
            Data = data,
        };
    }

    /// <summary>The text of <c>environment.json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Reads the text of <c>environment.json</c> back.</summary>
    /// <exception cref="JsonException">The text is not such a record.</exception>
    public static EnvironmentRecord FromJson(string json) =>
        JsonSerializer.Deserialize<EnvironmentRecord>(json, Json) ?? throw new JsonException("null instead of an object");

    /// <summary>Model name of the CPU; null when the system does not tell.</summary>
    internal static string? CpuName()
    {
        const string info = "/proc/cpuinfo";
        if (!File.Exists(info))
            return null;
        // x86 says "model name"; ARM boards say "Model" or nothing.
        var line = File.ReadLines(info).FirstOrDefault(line => line.StartsWith("model name", true, CultureInfo.InvariantCulture))
            ?? File.ReadLines(info).FirstOrDefault(line => line.StartsWith("model", true, CultureInfo.InvariantCulture));
        return line?.Split(':', 2) is [_, var name] ? name.Trim() : null;
    }
}

/// <summary>A process that went on with a trial.</summary>
/// <param name="Resumed">When, UTC.</param>
/// <param name="CommandLine">Its command line.</param>
/// <param name="Epoch">Whole epochs that were done.</param>
/// <param name="Step">Steps that were done in the epoch after them.</param>
/// <param name="Computed">What computes from there on.</param>
public sealed record ResumptionRecord(DateTime Resumed, string CommandLine, int Epoch, int Step, ComputeRecord Computed);

/// <summary>The tensor library of a run.</summary>
/// <param name="Provider">Where TorchSharp's API comes from: <c>system</c>, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="Blas">The BLAS library under it; null when unknown.</param>
/// <param name="Cuda">Version of CUDA; null without.</param>
/// <param name="Tf32">Where it was allowed to compute in TensorFloat-32; null in records of old, which left that to libtorch.</param>
public sealed record TorchRecord(string Provider, string Libtorch, string? Blas, string? Cuda, Tf32Record? Tf32 = null);

/// <summary>Where float32 may be rounded to TensorFloat-32 on a GPU that has it; a CPU never does.</summary>
/// <param name="Matmul">In matrix products.</param>
/// <param name="Cudnn">In cuDNN's convolutions.</param>
public sealed record Tf32Record(bool Matmul, bool Cudnn);

/// <summary>The images of a run.</summary>
/// <param name="Name">The data set.</param>
/// <param name="Variant">Which copy of it (official, re-encoded).</param>
/// <param name="Sha256">SHA-256 of each file, in hexadecimal, by file name.</param>
public sealed record DataRecord(string Name, string Variant, IReadOnlyDictionary<string, string> Sha256);
