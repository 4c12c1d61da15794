using System.CommandLine;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Cli.Commands;

/// <summary>What the commands about the results of a study have in common: which study, and what of it is compared.</summary>
internal sealed class StudyArguments
{
    private readonly Argument<string> _folder = new("DIR") { Description = "the folder of an experiment's or sweep's results: runs/NAME" };
    private readonly Option<string?> _baseline = new("--baseline")
    {
        HelpName = "NAME",
        Description = "what the others are held against: a variant, an activation, a value or the beginning of a cell's name [default: relu, else the first]",
    };
    private readonly Option<string> _metric = new("--metric")
    {
        HelpName = "COLUMN",
        Description = "the figure to compare, a column of results.csv",
        DefaultValueFactory = _ => new ComparisonOptions().Metric,
    };
    private readonly Option<string[]> _by = new("--by")
    {
        HelpName = "KEY",
        Description = "the key of the configuration whose values are compared; may be given several times [default: model.activation, else all that differ]",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_folder);
        foreach (var option in new Option[] { _baseline, _metric, _by })
            command.Options.Add(option);
    }

    /// <summary>Reads the study and compares its cells.</summary>
    public Comparison Compare(ParseResult parsed) => Comparer.Compare(StudyReader.Read(parsed.GetRequiredValue(_folder)), new ComparisonOptions
    {
        Metric = parsed.GetRequiredValue(_metric),
        Baseline = parsed.GetValue(_baseline),
        By = [.. parsed.GetRequiredValue(_by).SelectMany(keys => keys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
    });
}
