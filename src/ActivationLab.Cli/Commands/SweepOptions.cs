using System.CommandLine;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Commands;

/// <summary>Options that only sweeps have. Each call makes a new one, as an option belongs to one command.</summary>
internal static class SweepOptions
{
    private const int MostJobs = 1024;

    // More than any device has room for; a request to a worker names them all.
    private const int MostMembers = 1024;

    /// <summary>Worker processes.</summary>
    public static Option<int?> Jobs() =>
        CommonOptions.WholeNumber("--jobs", "worker processes [default: one a core, or one a GPU]", MostJobs);

    /// <summary>Trials of one task on a cluster.</summary>
    public static Option<int?> TrialsPerTask() => CommonOptions.WholeNumber(
        "--trials-per-task", "with --launcher slurm: trials that one task runs [default: the sweep file's, else 1]", SlurmSettings.MostTrialsPerTask);

    /// <summary>Trials that train together.</summary>
    public static Option<StackChoice> Stack() => new("--stack")
    {
        HelpName = "auto|off|K",
        Description = "train up to K trials of one shape together as a stack of networks; auto: as many as a timed step finds best",
        DefaultValueFactory = _ => StackChoice.Auto,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text is "auto" or "off")
                return text == "auto" ? StackChoice.Auto : StackChoice.Off;
            if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var members) && members is >= 1 and <= MostMembers)
                return new StackChoice(members);
            result.AddError($"--stack {text}: must be auto, off or a whole number from 1 to {MostMembers}");
            return default;
        },
    };

    /// <summary>Where the trials run.</summary>
    public static Option<SweepLauncher> Launcher() => new("--launcher")
    {
        HelpName = "local|slurm",
        Description = "run the trials here, or submit them to a Slurm cluster and return",
        CustomParser = result => ChoiceOf<SweepLauncher>.Parse(result),
    };
}
