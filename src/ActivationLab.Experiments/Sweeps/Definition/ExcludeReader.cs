using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Reads <c>exclude</c>.</summary>
/// <param name="variants">The variants that a rule can name.</param>
/// <param name="experiment">All keys of the base experiment, for spelling; null if there is none.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class ExcludeReader(IReadOnlyList<SweepVariant> variants, ConfigMap? experiment, Problems problems)
{
    public const string Key = "exclude", Variant = "variant";

    /// <summary>The rules that can be used.</summary>
    public IReadOnlyList<ExcludeRule> Read(ConfigEntry? exclude)
    {
        if (exclude is null or { Value: ConfigRejected })
            return [];
        if (exclude.Value is ConfigList list)
            return [.. list.Items.Index().Select(item => Read(item.Item, KeyPath.Item(Key, item.Index))).OfType<ExcludeRule>()];
        problems.Add(exclude.Value.Position, Key, $"must be a list of rules, such as - {{ variant: ReLU, train.optimizer.lr: 0.1 }}, not {exclude.Value.Described}");
        return [];
    }

    private ExcludeRule? Read(ConfigNode node, string path)
    {
        var before = problems.Count;
        if (node is not ConfigMap { Entries.Count: > 0 } map)
        {
            if (node is not ConfigRejected)
                problems.Add(node.Position, path, $"must be a mapping of keys to the values of the cells to leave out, not {(node is ConfigMap ? "an empty one" : node.Described)}");
            return null;
        }
        if (FlowText.IsRejected(map))
            return null;
        var variant = map.Find(Variant) is { } named ? ReadVariant(named.Value, KeyPath.Join(path, Variant)) : null;
        var values = map.Entries.Where(entry => entry.Key != Variant).ToList();
        foreach (var entry in values)
            CheckKey(entry, KeyPath.Join(path, entry.Key));
        return problems.Count > before ? null : new ExcludeRule(path, map.Position, variant, values);
    }

    private string? ReadVariant(ConfigNode node, string path)
    {
        var names = variants.Select(variant => variant.Name).Where(name => name.Length > 0).ToList();
        var name = (node as ConfigScalar)?.Text ?? "";
        if (!names.Contains(name))
        {
            problems.Add(node.Position, path, names.Count == 0
                ? "names a variant, but the sweep has none"
                : $"must be the name of a variant, not {node.Described}{Spelling.DidYouMean(name, names)}");
        }
        return name;
    }

    private void CheckKey(ConfigEntry entry, string path)
    {
        if (!SweptKeys.Check(entry.Key, entry.KeyPosition, path, problems) || Overrides.Find(ExperimentLoader.Shape, entry.Key) is not null)
            return;
        var known = variants.SelectMany(variant => variant.Parameters.Select(parameter => parameter.Key).Concat(variant.Overrides.Select(key => key.Key)))
            .Concat(experiment is null ? [] : Keys(experiment, ""))
            .Append(Variant);
        problems.Add(entry.KeyPosition, path, $"unknown key{Spelling.DidYouMean(entry.Key, known)}");
    }

    private static IEnumerable<string> Keys(ConfigMap map, string path) => map.Entries.SelectMany(entry =>
        Keys(entry.Value as ConfigMap ?? new ConfigMap(), KeyPath.Join(path, entry.Key)).Prepend(KeyPath.Join(path, entry.Key)));
}
