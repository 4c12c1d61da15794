using System.Text;
using YamlDotNet.RepresentationModel;

namespace ActivationLab.Reports.Page;

/// <summary>Whom to cite: the project's <c>CITATION.cff</c> as BibTeX.</summary>
internal static class Citation
{
    /// <summary>The BibTeX entry of a file in the Citation File Format 1.2.</summary>
    public static string ToBibTex(string cff)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(cff));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var title = Text(root, "title")!;
        var fields = new (string Name, string? Value)[]
        {
            ("author", string.Join(" and ", ((YamlSequenceNode)root.Children["authors"]).Cast<YamlMappingNode>().Select(Author))),
            ("title", $"{{{Escape(title)}}}"),
            ("version", Text(root, "version")),
            ("year", Text(root, "date-released")?.Split('-')[0]),
            ("url", Text(root, "url") ?? Text(root, "repository-code")),
            ("doi", Text(root, "doi")),
            ("note", Text(root, "license") is { } licence ? $"{Escape(licence)} licence" : null),
        };
        var text = new StringBuilder($"@software{{{title.Split(':')[0].ToLowerInvariant().Replace(' ', '-')},\n");
        foreach (var (name, value) in fields.Where(field => field.Value is { Length: > 0 }))
            text.Append($"  {name} = {{{value}}},\n");
        return text.Append("}\n").ToString();
    }

    // A group has one name, which BibTeX must not take apart into first and last.
    private static string Author(YamlMappingNode author) => Text(author, "name") is { } group
        ? $"{{{Escape(group)}}}"
        : string.Join(", ", new[] { Text(author, "family-names"), Text(author, "given-names") }.OfType<string>().Select(Escape));

    private static string? Text(YamlMappingNode map, string key) => map.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;

    private static string Escape(string text) => string.Concat(text.Select(letter => letter is '&' or '%' or '$' or '#' or '_' or '{' or '}' ? $"\\{letter}" : letter.ToString()));
}
