using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Applies the rules by which cells are left out, and finds those that leave none out.</summary>
internal sealed class ExcludeCheck(IReadOnlyList<ExcludeRule> rules)
{
    private const int MostValuesShown = 8;

    private readonly Use[] _uses = [.. rules.Select(rule => new Use(rule))];

    /// <summary>Whether a rule leaves the cell out.</summary>
    /// <param name="candidate">The cell.</param>
    /// <param name="experiment">Its experiment, which may have problems that are none if it is left out.</param>
    public bool Matches(Candidate candidate, Experiment experiment)
    {
        if (_uses.Length == 0)
            return false;
        var settings = (ConfigMap)ExperimentLoader.Shape.Write(experiment)!;
        var matched = false;
        foreach (var use in _uses)
            matched |= use.Try(candidate.Variant.Name, key => candidate.Find(key) ?? Find(settings, key));
        return matched;
    }

    /// <summary>Reports the rules that left no cell out.</summary>
    public void ReportIdle(Problems problems)
    {
        foreach (var use in _uses.Where(use => !use.Matched))
            problems.Add(use.Rule.Position, use.Rule.Path, $"matches no cell: {use.Hint}");
    }

    private static ConfigNode? Find(ConfigMap settings, string dottedKey)
    {
        ConfigNode? node = settings;
        foreach (var key in dottedKey.Split('.'))
            node = (node as ConfigMap)?.Find(key)?.Value;
        return node;
    }

    private sealed class Use(ExcludeRule rule)
    {
        private readonly HashSet<string>[] _seen = [.. rule.Values.Select(_ => new HashSet<string>())];
        private readonly bool[] _had = new bool[rule.Values.Count];

        public ExcludeRule Rule => rule;

        public bool Matched { get; private set; }

        // The first value that no cell of the variant has, and those that they have.
        public string Hint
        {
            get
            {
                var never = Array.IndexOf(_had, false);
                if (never < 0)
                    return "none has all of these values at once";
                var values = _seen[never].Order(StringComparer.Ordinal).ToList();
                var shown = string.Join(", ", values.Take(MostValuesShown)) + (values.Count > MostValuesShown ? ", …" : "");
                return values.Count == 0 ? $"none has a {rule.Values[never].Key}" : $"{rule.Values[never].Key} is {shown}";
            }
        }

        public bool Try(string variant, Func<string, ConfigNode?> valueOf)
        {
            if (rule.Variant is not null && rule.Variant != variant)
                return false;
            var all = true;
            foreach (var (place, wanted) in rule.Values.Index())
            {
                var value = valueOf(wanted.Key);
                if (value is not null && _seen[place].Count <= MostValuesShown)
                    _seen[place].Add(FlowText.Of(value));
                var has = ExcludeRule.IsHad(wanted.Value, value);
                _had[place] |= has;
                all &= has;
            }
            Matched |= all;
            return all;
        }
    }
}
