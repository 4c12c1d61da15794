using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActivationLab.Experiments.Runs;

/// <summary>
/// How far a trial is: <c>checkpoint.json</c>. Its tensors are in the safetensors file with the SHA-256 that it names:
/// <c>model.*</c>, the network now; <c>optimizer.PARAMETER.*</c>, what the optimizer remembers; <c>last.*</c>, the weights of the last whole
/// epoch where they are not the network's; <c>best.*</c>, those of the best epoch where it is not the last.
/// </summary>
public sealed record CheckpointRecord
{
    /// <summary>The format that this version writes and reads.</summary>
    public const int KnownFormat = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = RecordJson.Default,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // the loss of an epoch may have overflowed
    };

    /// <summary>Version of this record.</summary>
    [JsonPropertyOrder(-1)]
    public int Format { get; init; } = KnownFormat;

    /// <summary>The cell of the trial: its name ends in a hash of the configuration.</summary>
    public required string Cell { get; init; }

    /// <summary>The seed of the trial.</summary>
    public required long Seed { get; init; }

    /// <summary>Whole epochs done.</summary>
    public required int Epoch { get; init; }

    /// <summary>The epoch under way; null between two.</summary>
    public PartialEpoch? Partial { get; init; }

    /// <summary>The epoch with the best validation accuracy; 0 before the first whole one.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Training images seen so far, each as often as it was.</summary>
    public required long Images { get; init; }

    /// <summary>Seconds that the trial took so far, whatever was lost when it was killed not counted.</summary>
    public required double Seconds { get; init; }

    /// <summary>Steps that the optimizer counts, by parameter; empty for one that does not count.</summary>
    public required IReadOnlyDictionary<string, long> OptimizerSteps { get; init; }

    /// <summary>For each activation, from the image to the logits, the numbers of the units that were dead at the last measurement, from 0.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> DeadUnits { get; init; }

    /// <summary>The images.</summary>
    public required DataRecord Data { get; init; }

    /// <summary>Under which circumstances it was computed.</summary>
    public required ComputeRecord Computed { get; init; }

    /// <summary>SHA-256 of the file of tensors, hexadecimal in lower case.</summary>
    public string TensorsSha256 { get; init; } = "";

    /// <summary>SHA-256 of this record's JSON text with this value empty: so an altered number is noticed.</summary>
    [JsonPropertyOrder(1)]
    public string Checksum { get; init; } = "";

    /// <summary>The text of the file, with its checksum.</summary>
    public string ToJson() => Text(this with { Checksum = Sum() });

    /// <summary>Reads a file.</summary>
    /// <exception cref="DamagedFileException">It is no such record, or not the one that was written.</exception>
    /// <exception cref="UserException">It cannot be read, or has another format.</exception>
    public static CheckpointRecord Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (FormatOf(bytes) is { } format && format != KnownFormat)
                throw new UserException($"{path}: format {format}; this version of ActivationLab reads {KnownFormat}");
            var record = JsonSerializer.Deserialize<CheckpointRecord>(bytes, Json) ?? throw new DamagedFileException(path, "null instead of an object");
            if (record.Checksum != record.Sum())
                throw new DamagedFileException(path, "its checksum does not fit its content");
            return record.Impossible() is { } what ? throw new DamagedFileException(path, $"{what} is impossible") : record;
        }
        // InvalidOperationException: a text in it is no Unicode.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DamagedFileException(path, "not a whole JSON object of a checkpoint", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileProblem.Reading(path, error);
        }
    }

    private static long? FormatOf(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("format", out var format)
            && format.ValueKind == JsonValueKind.Number
            && format.TryGetInt64(out var number) ? number : null;
    }

    // Written so by a mistake, not by an accident: the checksum fits.
    private string? Impossible()
    {
        if (Epoch < 0 || BestEpoch < Math.Min(Epoch, 1) || BestEpoch > Epoch)
            return $"epoch {Epoch} with best_epoch {BestEpoch}";
        if (Images < 0 || !(Seconds >= 0 && double.IsFinite(Seconds)))
            return $"images {Images} with seconds {Seconds}";
        if (Partial is { } partial && (partial.Steps < 1 || partial.Correct < 0 || !(partial.Seconds >= 0 && double.IsFinite(partial.Seconds))))
            return $"partial steps {partial.Steps} with correct {partial.Correct} and seconds {partial.Seconds}";
        return OptimizerSteps.Values.Any(steps => steps < 0) ? "a negative number of optimizer_steps" : null;
    }

    private static string Text(CheckpointRecord record) => JsonSerializer.Serialize(record, Json) + "\n";

    private string Sum() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(this with { Checksum = "" }))));
}

/// <summary>An epoch under way.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Loss">Sum of the cross-entropy of the images so far, each at its own step.</param>
/// <param name="Correct">Images classified right so far, each at its own step.</param>
/// <param name="Seconds">Time it took so far.</param>
public sealed record PartialEpoch(int Steps, double Loss, long Correct, double Seconds);

/// <summary>What computes a trial: another may round differently, so that a resumed run is no longer the same to the last bit.</summary>
/// <param name="AppVersion">Version of ActivationLab, with the commit.</param>
/// <param name="Torch">The tensor library.</param>
/// <param name="Device">The device.</param>
/// <param name="Threads">Threads of a tensor operation.</param>
public sealed record ComputeRecord(string AppVersion, TorchRecord Torch, string Device, int Threads)
{
    /// <summary>What differs from another, in words (<c>threads 1 instead of 2</c>); empty when nothing does.</summary>
    public string DifferenceFrom(ComputeRecord other)
    {
        (string What, string? Here, string? There)[] parts =
        [
            ("ActivationLab", AppVersion, other.AppVersion),
            ("provider", Torch.Provider, other.Torch.Provider),
            ("libtorch", Torch.Libtorch, other.Torch.Libtorch),
            ("BLAS", Torch.Blas ?? "unknown", other.Torch.Blas ?? "unknown"),
            ("CUDA", Torch.Cuda ?? "none", other.Torch.Cuda ?? "none"),
            ("device", Device, other.Device),
            ("threads", $"{Threads}", $"{other.Threads}"),
        ];
        return string.Join(", ", parts.Where(part => part.Here != part.There).Select(part => $"{part.What} {part.Here} instead of {part.There}"));
    }
}
