using System.CommandLine;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Commands;

/// <summary>What the commands about one stored run have in common.</summary>
internal static class RunArgument
{
    /// <summary>The run's folder.</summary>
    public static Argument<string> Create() => new("RUN") { Description = "the folder of a run, or a file in it" };

    /// <summary>Which of its weights.</summary>
    public static Option<StoredEpoch?> Epoch() => new("--epoch")
    {
        HelpName = "best|last",
        Description = "the weights after the last epoch, or of the best on the validation split [default: last]",
        CustomParser = result => ChoiceOf<StoredEpoch>.Parse(result),
    };
}
