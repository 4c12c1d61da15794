using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Reads one YAML document (the core schema of YAML 1.2) into nodes. Tags, anchors and aliases are refused.</summary>
internal sealed partial class YamlReader
{
    private readonly SturdyParser parser;
    private readonly Func<Mark, SourcePosition> place;
    private readonly Problems problems;

    private YamlReader(string text, Func<Mark, SourcePosition> place, Problems problems)
    {
        parser = new SturdyParser(text);
        this.place = place;
        this.problems = problems;
    }

    /// <summary>The document's root; null when there is none, or after reporting that it cannot be parsed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Turns a mark in the text into the position to report.</param>
    /// <param name="path">The dotted key that the text is the value of; empty for a file.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static ConfigNode? Read(string text, Func<Mark, SourcePosition> place, string path, Problems problems)
    {
        try
        {
            return new YamlReader(text, place, problems).ReadDocument(path);
        }
        catch (YamlException exception)
        {
            problems.Add(place(exception.Start), path, $"cannot be parsed: {exception.Message}");
            return null;
        }
    }

    private ConfigNode? ReadDocument(string path)
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
            return null;
        parser.Consume<DocumentStart>();
        var root = ReadNode(path, depth: 0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
        {
            problems.Add(place(second.Start), path, "a second YAML document begins here; one file is one experiment");
            return null;
        }
        return root is ConfigScalar { Kind: ScalarKind.Null, Text: "" } ? null : root;
    }

    private ConfigNode ReadNode(string path, int depth)
    {
        var next = parser.Require<ParsingEvent>();
        if (depth > ConfigText.MostLevels)
            throw new YamlException(next.Start, next.End, ConfigText.TooDeep);
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return Reject(alias, path, "anchors and aliases are not supported; write the value out");
        var tagged = next is NodeEvent node && RefuseProperties(node, path);
        if (parser.TryConsume<SequenceStart>(out var sequence))
            return ReadList(sequence, path, depth);
        if (parser.TryConsume<MappingStart>(out var mapping))
            return ReadMap(mapping, path, depth);
        var scalar = parser.Consume<Scalar>();
        var position = place(scalar.Start);
        return tagged ? new ConfigRejected(position) : ToScalar(scalar, position);
    }

    private ConfigList ReadList(SequenceStart start, string path, int depth)
    {
        var items = new List<ConfigNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(KeyPath.Item(path, items.Count), depth + 1));
        return new ConfigList(items, place(start.Start));
    }

    private ConfigMap ReadMap(MappingStart start, string path, int depth)
    {
        var map = new ConfigMap(place(start.Start));
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyPosition = place(parser.Require<ParsingEvent>().Start);
            var key = ReadNode(path, depth + 1);
            if (key is not ConfigScalar name)
            {
                if (key is not ConfigRejected)
                    problems.Add(keyPosition, path, $"a key must be plain text, not {key.Described}");
                ReadNode(path, depth + 1);
                continue;
            }
            var keyPath = KeyPath.Join(path, name.Text);
            var value = ReadNode(keyPath, depth + 1);
            if (map.Find(name.Text) is { } first)
                problems.Add(keyPosition, keyPath, ConfigText.Duplicate(first));
            else if (name.Text != "<<" || value is not ConfigRejected)
                map.Put(new ConfigEntry(name.Text, keyPosition, value));
        }
        return map;
    }

    private bool RefuseProperties(NodeEvent node, string path)
    {
        if (!node.Anchor.IsEmpty)
            problems.Add(place(node.Start), path, "anchors and aliases are not supported; remove the anchor");
        if (!node.Tag.IsEmpty)
            problems.Add(place(node.Start), path, "YAML tags are not supported; remove the tag");
        return !node.Tag.IsEmpty;
    }

    private ConfigRejected Reject(ParsingEvent found, string path, string message)
    {
        problems.Add(place(found.Start), path, message);
        return new ConfigRejected(place(found.Start));
    }

    private static ConfigScalar ToScalar(Scalar scalar, SourcePosition position)
    {
        if (scalar.Style != ScalarStyle.Plain)
            return new ConfigScalar(scalar.Value, ScalarKind.Text, position, quoted: true);
        var kind = scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
            _ when Number().IsMatch(scalar.Value) => ScalarKind.Number,
            _ => ScalarKind.Text,
        };
        return new ConfigScalar(scalar.Value, kind, position);
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z|^[-+]?\.(inf|Inf|INF)\z|^\.(nan|NaN|NAN)\z")]
    private static partial Regex Number();
}
