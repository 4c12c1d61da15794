using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>Lists of allowed words.</summary>
internal static class Words
{
    private const string None = "none";

    /// <summary>"one of a, b, c"; a single word stands alone.</summary>
    public static string OneOf(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count == 1 ? all[0] : $"one of {string.Join(", ", all)}";
    }

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string And(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    public static string NotOneOf(IReadOnlyCollection<string> words, ConfigScalar found)
    {
        var meant = Switch(words, found.Text);
        return $"must be {OneOf(words)}, not {found.Described}{(meant is null ? Spelling.DidYouMean(found.Text, words) : $" (did you mean {meant}?)")}";
    }

    public static JsonArray Array(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];

    // Something that can be left out is often thought of as a switch: "batch_norm: true".
    private static string? Switch(IReadOnlyCollection<string> words, string text) => words.Contains(None)
        ? text.ToLowerInvariant() switch
        {
            "false" or "no" or "off" => None,
            "true" or "yes" or "on" => words.FirstOrDefault(word => word != None),
            _ => null,
        }
        : null;
}
