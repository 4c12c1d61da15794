using System.Text.Json.Serialization;

namespace SystemTorch.Tests.Optim;

/// <summary>An optimizer, its options by PyTorch's names, and its groups.</summary>
internal sealed record OptimizerCase(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("options")] Dictionary<string, object> Options,
    [property: JsonPropertyName("groups")] OptimizerGroup[] Groups,
    [property: JsonPropertyName("decay")] double? Decay = null)
{
    private static readonly string[] Names = ["w1", "b1", "w2", "b2", "late", "unused"];

    /// <summary>All cases that are compared with PyTorch.</summary>
    public static OptimizerCase[] All { get; } =
    [
        One("sgd", "SGD", [("lr", 0.1)]),
        One("sgd_decay", "SGD", [("lr", 0.1), ("weight_decay", 0.05)]),
        One("sgd_momentum", "SGD", [("lr", 0.05), ("momentum", 0.9)]),
        One("sgd_momentum_decay", "SGD", [("lr", 0.05), ("momentum", 0.9), ("weight_decay", 0.05)]),
        One("sgd_dampening", "SGD", [("lr", 0.05), ("momentum", 0.9), ("dampening", 0.3)]),
        One("sgd_nesterov", "SGD", [("lr", 0.05), ("momentum", 0.9), ("nesterov", true)]),
        One("sgd_nesterov_decay", "SGD", [("lr", 0.05), ("momentum", 0.9), ("nesterov", true), ("weight_decay", 0.05)]),
        One("sgd_maximize", "SGD", [("lr", 0.01), ("momentum", 0.5), ("maximize", true), ("weight_decay", 0.05)]),
        One("adam", "Adam", [("lr", 0.01)]),
        One("adam_betas", "Adam", [("lr", 0.01), ("betas", new[] { 0.8, 0.95 }), ("eps", 1e-5)]),
        One("adam_decay", "Adam", [("lr", 0.01), ("weight_decay", 0.05)]),
        One("adam_amsgrad", "Adam", [("lr", 0.05), ("amsgrad", true), ("betas", new[] { 0.9, 0.5 })]),
        One("adam_maximize", "Adam", [("lr", 0.01), ("maximize", true), ("weight_decay", 0.05)]),
        One("adamw", "AdamW", [("lr", 0.01), ("weight_decay", 0.05)]),
        One("adamw_no_decay", "AdamW", [("lr", 0.01), ("weight_decay", 0.0)]),
        One("adamw_amsgrad", "AdamW", [("lr", 0.05), ("weight_decay", 0.1), ("amsgrad", true), ("betas", new[] { 0.9, 0.5 })]),
        One("adamw_maximize", "AdamW", [("lr", 0.01), ("maximize", true), ("weight_decay", 0.05)]),
        Two("sgd_groups", "SGD", [("lr", 0.05), ("momentum", 0.9), ("weight_decay", 0.05)]),
        Two("adam_groups", "Adam", [("lr", 0.01), ("weight_decay", 0.05)]),
        Two("adamw_groups", "AdamW", [("lr", 0.01), ("weight_decay", 0.05)]),
        Two("sgd_scheduled", "SGD", [("lr", 0.1), ("momentum", 0.9)]) with { Decay = 0.8 },
        Two("adamw_scheduled", "AdamW", [("lr", 0.1), ("weight_decay", 0.05)]) with { Decay = 0.8 },
    ];

    public double Number(string option, double fallback, int group) =>
        Convert.ToDouble(Find(option, group) ?? fallback, System.Globalization.CultureInfo.InvariantCulture);

    public bool Flag(string option) => Find(option, 0) is true;

    public double Beta(int index) => Find("betas", 0) is double[] betas ? betas[index] : index == 0 ? 0.9 : 0.999;

    private object? Find(string option, int group) =>
        Groups[group].Options.TryGetValue(option, out var own) ? own : Options.GetValueOrDefault(option);

    private static OptimizerCase One(string name, string kind, (string, object)[] options) =>
        new(name, kind, Dictionary(options), [new OptimizerGroup(Names, [])]);

    // The second group has its own rate and no decay.
    private static OptimizerCase Two(string name, string kind, (string, object)[] options) => new(
        name, kind, Dictionary(options),
        [
            new OptimizerGroup(["w1", "w2", "late"], []),
            new OptimizerGroup(["b1", "b2", "unused"], Dictionary([("lr", 0.02), ("weight_decay", 0.0)])),
        ]);

    private static Dictionary<string, object> Dictionary((string Key, object Value)[] options) =>
        options.ToDictionary(option => option.Key, option => option.Value);
}

/// <summary>Parameters by name, and options of their own.</summary>
internal sealed record OptimizerGroup(
    [property: JsonPropertyName("names")] string[] Names, [property: JsonPropertyName("options")] Dictionary<string, object> Options);
