using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>A cell that may become one of the sweep's: a variant and a value of each key that is swept for it.</summary>
internal sealed record Candidate(SweepVariant Variant, IReadOnlyList<ChosenValue> Chosen)
{
    /// <summary>The cell for people.</summary>
    public string Text => FlowText.Of(Variant.Name, Values);

    /// <summary>What was swept, and the values.</summary>
    public IEnumerable<SweepValue> Values => Chosen.Select(chosen => chosen.Shown);

    /// <summary>Writes its values over the base's and checks the whole experiment.</summary>
    public Experiment Build(SweepDefinition definition, Problems problems)
    {
        var text = definition.Base.Copy();
        text.Put(new ConfigEntry("name", definition.Position, new ConfigScalar(definition.Name, ScalarKind.Text, definition.Position)));
        foreach (var entry in Variant.Overrides)
            Set(entry.Key, entry.KeyPosition, entry.Value);
        foreach (var (parameter, value) in Chosen)
            Set(parameter.Key, parameter.Position, value);
        ExperimentLoader.Shape.TryRead(text, "", problems, out var experiment);
        return (Experiment)experiment!;

        void Set(string key, SourcePosition position, ConfigNode value) =>
            Overrides.Set(text, ExperimentLoader.Shape, key, position, ConfigMap.Copy(value), entry => definition.IsOwn(entry.KeyPosition));
    }

    /// <summary>The value that the sweep itself gives to a key; null where it gives none.</summary>
    public ConfigNode? Find(string key) =>
        Chosen.FirstOrDefault(chosen => chosen.Parameter.Key == key)?.Value ?? Variant.Overrides.FirstOrDefault(entry => entry.Key == key)?.Value;
}
