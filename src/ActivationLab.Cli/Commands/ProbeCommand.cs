using System.CommandLine;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Birth;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab probe</c>: what networks are like before training. Standard output has one line: the folder of the files.</summary>
internal sealed class ProbeCommand : Command, IHasExamples
{
    private const int MostInits = 10_000_000;
    private const int MostFeatures = 1_000_000;

    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Option<string> _config = new("--config", "-c")
    {
        HelpName = "FILE",
        Description = "the experiment, in YAML or JSON",
        Required = true,
    };
    private readonly Option<int?> _inits = CommonOptions.WholeNumber("--inits", "how many initialisations [default: 100]", MostInits);
    private readonly Option<InputKind> _inputs = new("--inputs")
    {
        HelpName = "KIND",
        Description = "probe (the probe set), one (its first image) or gaussian (standard normal numbers) [default: probe]",
        CustomParser = result => ChoiceOf<InputKind>.Parse(result),
    };
    private readonly Option<int?> _features = CommonOptions.WholeNumber(
        "--features", "so many standard normal numbers an input instead of images, for an mlp with --inputs one or gaussian", MostFeatures);
    private readonly Option<string?> _images = new("--images") { HelpName = "N", Description = "how many inputs: shorthand for --set probe.images=N" };
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string?> _seed = CommonOptions.Seed();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "DIR",
        Description = "the folder of the files [default: RUNS/<experiment>/probe-<cell>/…]",
    };
    private readonly Option<string> _runs = CommonOptions.Runs();
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();

    public ProbeCommand(Terminal terminal, Services services)
        : base("probe", "Initialise a network many times without training it, and hold what comes out against theory: the second moment "
            + "of the pre-activations by depth, dead units, and the share of networks that are born dead.")
    {
        _terminal = terminal;
        _services = services;
        foreach (var option in new Option[] { _config, _inits, _inputs, _features, _images, _set, _seed, _output, _runs, _data, _threads, _quiet })
            Options.Add(option);
        SetAction(Probe);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab probe --config configs/mnist-mlp-relu.yaml",
        "activationlab probe -c deep.yaml --inits 200 --inputs gaussian --set model.activation.negative_slope=0.2",
        "activationlab probe -c narrow.yaml --inits 200000 --inputs one --features 2",
        "activationlab probe -c narrow.yaml --inits 200000 --inputs gaussian --features 1 --images 16",
    ];

    private int Probe(ParseResult parsed)
    {
        var inputs = parsed.GetValue(_inputs);
        if (inputs == InputKind.One && parsed.GetValue(_images) is not null)
            throw new UserException("--images: --inputs one is a single input; leave --images away, or use --inputs gaussian", ExitCode.Usage);
        string[] seed = parsed.GetValue(_seed) is { } number ? [$"seed={number}"] : [];
        string[] images = parsed.GetValue(_images) is { } count ? [$"probe.images={count}"] : [];
        var experiment = ExperimentLoader.Load(parsed.GetRequiredValue(_config), [.. parsed.GetValue(_set)!, .. seed, .. images]);
        var options = new BirthOptions
        {
            Inits = parsed.GetValue(_inits) ?? new BirthOptions().Inits,
            Inputs = inputs,
            Features = parsed.GetValue(_features),
            RunsFolder = parsed.GetValue(_runs)!,
            OutputFolder = parsed.GetValue(_output),
            DataFolder = parsed.GetValue(_data),
            Threads = parsed.GetValue(_threads),
        };

        using var interruption = Interruption.Listen(_terminal, parsed.GetValue(_quiet));
        try
        {
            var study = CountBar.Show(_terminal, "initialisations", options.Inits, parsed.GetValue(_quiet), progress =>
                _services.ProbeBirth(experiment, options, progress, interruption.Token));
            if (!parsed.GetValue(_quiet))
                BirthView.Write(_terminal, study.Result);
            _terminal.Out.WriteLine(study.Folder);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            return ExitCode.Of(interruption.Signal.Value);
        }
    }
}
