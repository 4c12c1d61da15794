using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Configuration.Shapes;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Reads <c>seeds</c>: how many from the base's seed on, or which.</summary>
/// <param name="first">The base's seed.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class SeedsReader(long first, Problems problems)
{
    public const string Key = "seeds";

    private static readonly WholeNumberShape s_count = new(typeof(int), new RangeAttribute(1, SweepLoader.MostTrials));
    private static readonly WholeNumberShape s_seed = new(typeof(long), new RangeAttribute(0L, long.MaxValue));

    /// <summary>The seeds of a text: <c>5</c>, <c>1,2,3</c> or <c>[7]</c>.</summary>
    public IReadOnlyList<long> Read(string text)
    {
        var position = new SourcePosition($"--seeds {OneLine.Of(text)}");
        return YamlReader.Read($"[{text}]", _ => position, Key, problems) switch
        {
            ConfigList { Items: [var only] } => Read(only),
            ConfigList { Items.Count: 0 } empty => Read(new ConfigScalar("", ScalarKind.Null, empty.Position)),
            ConfigList list => Read(list),
            _ => [],
        };
    }

    /// <summary>The seeds of a node; the base's alone where there is none. What is wrong is reported, and left out.</summary>
    public IReadOnlyList<long> Read(ConfigNode? node) => node switch
    {
        null => [first],
        ConfigRejected => [],
        ConfigList list => ReadList(list),
        ConfigScalar { Kind: not ScalarKind.Null } scalar => ReadCount(scalar),
        _ => Refuse(node.Position, $"must be how many seeds, or a list of them, not {(node is ConfigScalar ? "nothing" : node.Described)}"),
    };

    private IReadOnlyList<long> ReadCount(ConfigScalar scalar)
    {
        if (!s_count.TryRead(scalar, Key, problems, out var count))
            return [];
        if (first > long.MaxValue - (int)count! + 1)
            return Refuse(scalar.Position, string.Create(CultureInfo.InvariantCulture, $"there are not so many seeds from the base's seed {first} on"));
        return [.. Enumerable.Range(0, (int)count).Select(place => first + place)];
    }

    private IReadOnlyList<long> ReadList(ConfigList list)
    {
        if (list.Items.Count == 0)
            return Refuse(list.Position, "has no seeds: give one at least");
        var seeds = new HashSet<long>();
        foreach (var (place, item) in list.Items.Index())
        {
            var path = KeyPath.Item(Key, place);
            if (s_seed.TryRead(item, path, problems, out var seed) && !seeds.Add((long)seed!))
                problems.Add(item.Position, path, string.Create(CultureInfo.InvariantCulture, $"seed {seed} is given twice"));
        }
        return [.. seeds];
    }

    private IReadOnlyList<long> Refuse(SourcePosition position, string message)
    {
        problems.Add(position, Key, message);
        return [];
    }
}
