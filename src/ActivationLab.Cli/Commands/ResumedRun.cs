using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Commands;

/// <summary>A run folder that is named on the command line: <c>RUNS/NAME/CELL/seed-N</c>.</summary>
internal sealed class ResumedRun
{
    private readonly string _folder;
    private readonly Experiment _experiment;

    private ResumedRun(string folder, string runsFolder, Experiment experiment) =>
        (_folder, RunsFolder, _experiment) = (folder, runsFolder, experiment);

    /// <summary>The folder of all runs.</summary>
    public string RunsFolder { get; }

    /// <summary>The name of the experiment: its folder's, which may have been renamed.</summary>
    public string Name => _experiment.Name;

    /// <summary>The configuration in it.</summary>
    public string ConfigFile => Path.Combine(_folder, RunFiles.Config);

    /// <summary>Finds the folder.</summary>
    /// <exception cref="UserException">It is no run folder, or its <c>config.yaml</c> is not that of its name. Exit code 2.</exception>
    public static ResumedRun Find(string path)
    {
        var folder = Path.TrimEndingDirectorySeparator(path);
        var config = Path.Combine(folder, RunFiles.Config);
        if (!File.Exists(config))
            throw new UserException($"--resume {path}: is no run folder: it has no {RunFiles.Config}", 2);
        string[] names = Path.GetFullPath(folder).Split(Path.DirectorySeparatorChar);
        if (names.Length < 4)
            throw new UserException($"--resume {path}: is no run folder: it is not RUNS/NAME/CELL/seed-N", 2);
        var runs = string.Join(Path.DirectorySeparatorChar, names[..^3]);
        if (!Path.IsPathRooted(path))
            runs = Path.GetRelativePath(".", runs);
        var experiment = ExperimentLoader.Load(config, []) with { Name = names[^3] };
        var expected = RunFolder.For(runs, experiment).FullName;
        if (Path.GetFullPath(expected) != Path.GetFullPath(folder))
            throw new UserException($"--resume {path}: its config.yaml is that of {expected}: the folder was renamed or the file changed", 2);
        return new ResumedRun(folder, runs, experiment);
    }

    /// <summary>Makes sure that what was asked for beside the folder is what is in it.</summary>
    /// <exception cref="ConfigurationException">It is not: a line a key.</exception>
    public void Check(Experiment wanted)
    {
        var differences = ExperimentDifference.Between(_experiment, wanted);
        if (differences.Count > 0)
            throw new ConfigurationException([.. differences.Select(difference => difference.In(ConfigFile))]);
    }
}
