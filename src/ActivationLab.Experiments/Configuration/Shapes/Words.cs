using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>Lists of allowed words.</summary>
internal static class Words
{
    /// <summary>"one of a, b, c"; a single word stands alone.</summary>
    public static string OneOf(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count == 1 ? all[0] : $"one of {string.Join(", ", all)}";
    }

    public static string NotOneOf(IReadOnlyCollection<string> words, ConfigScalar found) =>
        $"must be {OneOf(words)}, not {found.Described}{Spelling.DidYouMean(found.Text, words)}";

    public static JsonArray Array(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];
}
