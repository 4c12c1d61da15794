using System.Reflection;
using System.Text;

namespace ActivationLab.Reports.Page;

/// <summary>What the page carries with it, from the assembly's resources.</summary>
internal static class PageAssets
{
    private const string Licences = "licences/";
    private static readonly Assembly Home = typeof(PageAssets).Assembly;

    /// <summary>The style sheet.</summary>
    public static string Style => Read("assets/report.css");

    /// <summary>The page's own script.</summary>
    public static string Script => Read("assets/report.js");

    /// <summary>Whom to cite, in the Citation File Format.</summary>
    public static string Citation => Read("assets/CITATION.cff");

    /// <summary>The chart libraries, after the licences that ask to be in every copy of them.</summary>
    public static string Libraries { get; } = string.Join(
        "\n", [LicenceComment(), Read("libraries/vega.js"), Read("libraries/vega-lite.js"), Read("libraries/vega-embed.js")]);

    // Most packages of a project have the same text: each is given once, under the names of its packages.
    private static string LicenceComment()
    {
        var texts = Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(Licences, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .GroupBy(name => Read(name).Trim(), name => name[Licences.Length..])
            .Select(group => $"{string.Join(", ", group)}:\n\n{group.Key}");
        return $"/*! The libraries below, and what they are made of:\n\n{string.Join("\n\n", texts).Replace("*/", "* /", StringComparison.Ordinal)}\n*/";
    }

    // A source map is a file that the page has not; a carriage return would make the browser's hash of a script another.
    private static string Read(string name)
    {
        using var stream = Home.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the assembly has no resource {name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', lines.Where(line => !line.StartsWith("//# sourceMappingURL=", StringComparison.Ordinal))).TrimEnd();
    }
}
