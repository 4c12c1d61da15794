using System.CommandLine;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Assessments;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab evaluate</c>: what the weights of a stored run do on the images of a split.</summary>
internal sealed class EvaluateCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<StoredEpoch?> _epoch = RunArgument.Epoch();
    private readonly Option<ImageSplit?> _split = new("--data")
    {
        HelpName = "test|validation|train",
        Description = "which images of the run's data set [default: test]",
        CustomParser = result => ChoiceOf<ImageSplit>.Parse(result),
    };
    private readonly Option<int?> _images = CommonOptions.WholeNumber("--images", "only the first N of them");
    private readonly Option<string?> _csv = new("--csv")
    {
        HelpName = "DIR",
        Description = "also write evaluation.csv, classes.csv, confusion.csv and units.csv into this folder",
    };
    private readonly Option<string?> _dataFolder = CommonOptions.Data("--data-folder");
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<int?> _threads = CommonOptions.Threads();

    public EvaluateCommand(Terminal terminal, Services services)
        : base("evaluate", "Evaluate the weights of a stored run: loss, accuracy, classes and units. Nothing of the run is changed.")
    {
        _terminal = terminal;
        _services = services;
        Arguments.Add(_run);
        foreach (var option in new Option[] { _split, _epoch, _images, _csv, _dataFolder, _device, _threads })
            Options.Add(option);
        SetAction(Evaluate);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab evaluate runs/mnist-cnn-leaky/*/seed-42",
        "activationlab evaluate runs/mnist-cnn-leaky/*/seed-42 --data validation --epoch best",
        "activationlab evaluate runs/mnist-cnn-leaky/*/seed-42 --images 1000 --csv evaluation",
    ];

    private int Evaluate(ParseResult parsed)
    {
        var run = StoredRun.Open(parsed.GetRequiredValue(_run));
        var options = new AssessmentOptions
        {
            Epoch = parsed.GetValue(_epoch) ?? StoredEpoch.Last,
            Split = parsed.GetValue(_split) ?? ImageSplit.Test,
            Images = parsed.GetValue(_images),
            Device = parsed.GetValue(_device)!,
            Threads = parsed.GetValue(_threads),
            DataFolder = parsed.GetValue(_dataFolder),
        };
        if (parsed.GetValue(_csv) is { } folder)
            Assessment.PrepareFolder(folder);
        var assessment = Assessor.Assess(run, options, _services.LoadData);

        AssessmentView.Write(_terminal.Out, assessment);
        Warn(run, assessment);
        if (parsed.GetValue(_csv) is { } target)
            assessment.WriteCsv(target);
        return ExitCode.Done;
    }

    private void Warn(StoredRun run, Assessment assessment)
    {
        if (run.Doubt is { } doubt)
            _terminal.Complain(doubt);
        if (assessment.Summary.Split == "test" && run.Run?.Status != RunStatus.Completed)
        {
            _terminal.Complain(
                $"this run is {run.Status}: whoever chooses settings or epochs by test images makes its test accuracy too good; see --data validation");
        }
        if (TrialLines.Caveat(assessment.Summary.DataVariant) is { } caveat)
            _terminal.Complain(caveat);
    }
}
