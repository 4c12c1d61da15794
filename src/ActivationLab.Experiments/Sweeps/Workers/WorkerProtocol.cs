using System.Text.Json;
using System.Text.Json.Serialization;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>The lines between a coordinator and its workers. Both are of the same build, so there is one version of it: this one.</summary>
internal static class WorkerProtocol
{
    /// <summary>The longest line that is listened to, in characters: a stack of a thousand trials asks for less.</summary>
    public const int LongestLine = 1 << 20;

    /// <summary>Seconds between two reports of a trial's progress.</summary>
    public const double SecondsBetweenReports = 0.25;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Which build of the program this is: a worker of another one, built while the sweep runs, may mean something else by the same words.</summary>
    public static string Build { get; } = $"{ThisProgram.FullVersion} {typeof(WorkerProtocol).Module.ModuleVersionId:N}";

    /// <summary>A request as a line, without its end.</summary>
    public static string Format(WorkerRequest request) => JsonSerializer.Serialize(request, s_json);

    /// <summary>A reply as a line, without its end.</summary>
    public static string Format(WorkerReply reply) => JsonSerializer.Serialize(reply, s_json);

    /// <summary>A line as a request; null if it is none.</summary>
    public static WorkerRequest? Request(string line) => Read<WorkerRequest>(line);

    /// <summary>A line as a reply; null if it is none.</summary>
    public static WorkerReply? Reply(string line) => Read<WorkerReply>(line);

    private static T? Read<T>(string line) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, s_json);
        }
        // NotSupportedException: an object without its kind.
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
