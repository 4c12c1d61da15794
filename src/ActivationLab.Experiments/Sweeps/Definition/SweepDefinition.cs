using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>What a sweep says, read but not yet multiplied out.</summary>
internal sealed record SweepDefinition
{
    /// <summary>Names the folder of the results.</summary>
    public required string Name { get; init; }

    /// <summary>What the base experiment says, with the overrides of the command line and the sweep's name.</summary>
    public required ConfigMap Base { get; init; }

    /// <summary>What is wrong with the base: every cell will say it again.</summary>
    public required IReadOnlyList<ConfigurationProblem> BaseProblems { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>What is swept in all variants.</summary>
    public required IReadOnlyList<SweptKey> Parameters { get; init; }

    /// <summary>The variants; one without a name where none are named.</summary>
    public required IReadOnlyList<SweepVariant> Variants { get; init; }

    /// <summary>How cells are chosen.</summary>
    public required SweepMethodSettings Method { get; init; }

    /// <summary>Which cells are left out.</summary>
    public required IReadOnlyList<ExcludeRule> Exclude { get; init; }

    /// <summary>What a cluster is asked for.</summary>
    public required SlurmSettings Slurm { get; init; }

    /// <summary>Where <see cref="Method"/> was written.</summary>
    public required SourcePosition MethodPosition { get; init; }

    /// <summary>Where to report what concerns the whole sweep.</summary>
    public required SourcePosition Position { get; init; }

    /// <summary>What is swept for a variant: what is swept for all, then what is swept for it alone.</summary>
    public IEnumerable<SweptKey> ParametersOf(SweepVariant variant) => Parameters.Concat(variant.Parameters);

    /// <summary>Whether something was written in the sweep itself and not in its base.</summary>
    public bool IsOwn(SourcePosition position) =>
        position.Source == Position.Source || position.Source.StartsWith(SweepReader.CommandLine, StringComparison.Ordinal);
}

/// <summary>A named set of values of the experiment's keys, and what is swept for it alone.</summary>
/// <param name="Name">Its name; empty for the base as it is.</param>
/// <param name="Position">Where the name was written.</param>
/// <param name="Overrides">Dotted keys and their values, in the order of the file.</param>
/// <param name="Parameters">What is swept for it alone.</param>
internal sealed record SweepVariant(
    string Name, SourcePosition Position, IReadOnlyList<ConfigEntry> Overrides, IReadOnlyList<SweptKey> Parameters);

/// <summary>A dotted key that is swept: over values, or over a range from which random search draws.</summary>
internal sealed record SweptKey(string Key, SourcePosition Position, IReadOnlyList<ConfigNode> Values, ValueRange? Range);

/// <summary>A swept key and one value of it.</summary>
internal sealed record ChosenValue(SweptKey Parameter, ConfigNode Value)
{
    public SweepValue Shown { get; } = new(Parameter.Key, FlowText.Of(Value));
}
