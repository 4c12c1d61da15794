using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Configuration.Shapes;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Reads what a sweep file or the command line says of a sweep.</summary>
/// <param name="path">The sweep's file; ad hoc, the experiment's.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class SweepReader(string path, Problems problems)
{
    /// <summary>What the sources of all positions of the command line begin with.</summary>
    public const string CommandLine = "--grid";

    public const string Name = "name", Base = "base", Parameters = "parameters", Method = "method", Slurm = "slurm";

    // Stands for a name that was reported, so that no cell is reported for it again.
    private const string Unusable = "sweep";

    internal static FamilyShape MethodShape { get; } = new(typeof(SweepMethodSettings), typeof(GridMethodSettings));
    internal static ObjectShape SlurmShape { get; } = new(typeof(SlurmSettings));

    private static readonly string[] s_keys =
        [Name, Base, SeedsReader.Key, Parameters, VariantReader.Key, Method, ExcludeReader.Key, Slurm];

    /// <summary>Whether a file is a sweep. One without a base is told by what it varies, which no misspelt key of an experiment looks like.</summary>
    public static bool IsSweep(ConfigMap root) =>
        root.Find(Base) is not null
        || ((root.Find(Parameters) ?? root.Find(VariantReader.Key)) is not null && root.Entries.All(entry => ExperimentLoader.Shape.Find(entry.Key) is not { Shape: not ScalarShape }));

    /// <summary>The sweep of a file; null after reporting that there is no base to vary.</summary>
    public SweepDefinition? Read(ConfigMap root, IReadOnlyList<string> overrides, IReadOnlyList<string> grid, string? seeds)
    {
        ExperimentLoader.RemoveSchema(root, problems);
        foreach (var entry in root.Entries.Where(entry => !s_keys.Contains(entry.Key)))
        {
            problems.Add(entry.KeyPosition, entry.Key, Spelling.Nearest(entry.Key, s_keys) is { } near
                ? $"unknown key of a sweep (did you mean {near}?)"
                : $"unknown key of a sweep; the keys here are {string.Join(", ", s_keys)}");
        }
        var reader = new ParameterReader(problems);
        var parameters = reader.Read(root.Find(Parameters), Parameters);
        var variants = new VariantReader(problems).Read(root.Find(VariantReader.Key), root.Position);
        object? method = new GridMethodSettings();
        if (root.Find(Method) is { } chosen)
            MethodShape.TryRead(chosen.Value, Method, problems, out method);
        object? slurm = new SlurmSettings();
        if (root.Find(Slurm) is { } cluster)
            SlurmShape.TryRead(Words(cluster.Value), Slurm, problems, out slurm);
        var basis = ReadBase(root, overrides);
        var experiment = basis?.Experiment;
        var exclude = new ExcludeReader(variants, experiment is null ? null : (ConfigMap)ExperimentLoader.Shape.Write(experiment)!, problems)
            .Read(root.Find(ExcludeReader.Key));
        var seedList = ReadSeeds(root.Find(SeedsReader.Key)?.Value, seeds, experiment);
        var grids = grid.Select(reader.ReadGrid).OfType<SweptKey>().ToList();
        return basis is null ? null : new SweepDefinition
        {
            Name = ReadName(root, basis.Value.Text),
            Base = basis.Value.Text,
            BaseProblems = basis.Value.Problems,
            Seeds = seedList,
            Parameters = [.. parameters, .. grids],
            Variants = variants,
            Method = method as SweepMethodSettings ?? new GridMethodSettings(),
            MethodPosition = root.Find(Method)?.Value.Position ?? root.Position,
            Exclude = exclude,
            Slurm = slurm as SlurmSettings ?? new SlurmSettings(),
            Position = root.Position,
        };
    }

    /// <summary>The sweep over an experiment that the command line describes; null after reporting that the experiment cannot be read.</summary>
    public SweepDefinition? ReadAdHoc(IReadOnlyList<string> overrides, IReadOnlyList<string> grid, string? seeds)
    {
        var basis = ReadExperiment(path, overrides, problems);
        var reader = new ParameterReader(problems);
        var seedList = ReadSeeds(null, seeds, basis?.Experiment);
        var grids = grid.Select(reader.ReadGrid).OfType<SweptKey>().ToList();
        var nowhere = new SourcePosition(CommandLine);
        return basis is null ? null : new SweepDefinition
        {
            Name = basis.Value.Experiment.Name,
            Base = basis.Value.Text,
            BaseProblems = basis.Value.Problems,
            Seeds = seedList,
            Parameters = grids,
            Variants = new VariantReader(problems).Read(null, nowhere),
            Method = new GridMethodSettings(),
            MethodPosition = nowhere,
            Exclude = [],
            Slurm = new SlurmSettings(),
            Position = nowhere,
        };
    }

    private static (ConfigMap Text, Experiment Experiment, IReadOnlyList<ConfigurationProblem> Problems)? ReadExperiment(
        string file, IReadOnlyList<string> overrides, Problems problems)
    {
        var own = new Problems();
        var text = ExperimentLoader.ReadText(file, overrides, own);
        object? experiment = null;
        if (text is not null)
            ExperimentLoader.Shape.TryRead(text, "", own, out experiment);
        foreach (var problem in own.Sorted)
            problems.Add(new SourcePosition(problem.Source, problem.Line, problem.Column), problem.Key, problem.Message);
        return text is null ? null : (text, (Experiment)experiment!, own.Sorted);
    }

    private (ConfigMap Text, Experiment Experiment, IReadOnlyList<ConfigurationProblem> Problems)? ReadBase(ConfigMap root, IReadOnlyList<string> overrides)
    {
        if (root.Find(Base) is not { } entry)
        {
            problems.Add(root.Position, Base, "is missing: the experiment that is varied, such as base: ../mnist-mlp-leaky.yaml");
            return null;
        }
        if (entry.Value is not ConfigScalar { Kind: ScalarKind.Text, Text.Length: > 0 } written || written.Text.Contains('\0'))
        {
            if (entry.Value is not ConfigRejected)
                problems.Add(entry.Value.Position, Base, $"must be the path of an experiment's file, not {(entry.Value is ConfigScalar { Kind: ScalarKind.Null } ? "nothing" : entry.Value.Described)}");
            return null;
        }
        var file = PathOf(written.Text);
        var missing = new Problems();
        if (ConfigFile.Read(file, new SourcePosition(file), missing) is null)
            problems.Add(written.Position, Base, $"{OneLine.Whole(file)}: {missing.Sorted[0].Message}");
        else if (SweepLoader.IsSweepFile(file))
            problems.Add(written.Position, Base, $"{OneLine.Whole(file)} is a sweep itself: name an experiment's file");
        else
            return ReadExperiment(file, overrides, problems);
        return null;
    }

    // As short as the path of the sweep file was given.
    private string PathOf(string relative)
    {
        var full = Path.GetFullPath(relative, Path.GetDirectoryName(Path.GetFullPath(path))!);
        return Path.IsPathRooted(path) || Path.IsPathRooted(relative) ? full : Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
    }

    private string ReadName(ConfigMap root, ConfigMap basis)
    {
        var shape = ExperimentLoader.Shape.Find(Name)!.Shape;
        object? name;
        if (basis.Find(Name) is { KeyPosition.IsOverride: true } overridden)
            return shape.TryRead(overridden.Value, Name, new Problems(), out name) ? (string)name! : Unusable;
        if (root.Find(Name) is { } given)
            return shape.TryRead(given.Value, Name, problems, out name) ? (string)name! : Unusable;
        var attempt = new Problems();
        if (shape.TryRead(new ConfigScalar(Path.GetFileNameWithoutExtension(path), ScalarKind.Text, quoted: true), Name, attempt, out name))
            return (string)name!;
        problems.Add(root.Position, Name, $"is missing, and the file's name cannot stand for it: {attempt.Sorted[0].Message}");
        return Unusable;
    }

    private IReadOnlyList<long> ReadSeeds(ConfigNode? node, string? text, Experiment? experiment)
    {
        var reader = new SeedsReader(experiment?.Seed ?? 0, problems);
        var seeds = reader.Read(node);
        return text is null ? seeds : reader.Read(text);
    }

    // What Slurm takes as text often looks like a number: gpus: 1.
    private static ConfigNode Words(ConfigNode node)
    {
        if (node is not ConfigMap map)
            return node;
        var words = map.Copy();
        foreach (var entry in map.Entries)
        {
            if (entry.Value is ConfigScalar { Kind: ScalarKind.Number } number && SlurmShape.Find(entry.Key)?.Shape is TextShape)
                words.Put(entry with { Value = new ConfigScalar(number.Text, ScalarKind.Text, number.Position) });
        }
        return words;
    }
}
