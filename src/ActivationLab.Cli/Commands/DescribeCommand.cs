using System.CommandLine;
using System.CommandLine.Parsing;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Descriptions;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab describe</c>: the network of a configuration, layer by layer. Needs neither images nor libtorch.</summary>
internal sealed class DescribeCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Argument<string?> _file = new("FILE") { Description = "a configuration in YAML or JSON", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _config = new("--config", "-c") { HelpName = "FILE", Description = "the same, as train has it" };
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<bool> _csv = new("--csv") { Description = "print a CSV row a layer, for programs" };

    public DescribeCommand(Terminal terminal)
        : base("describe", "Print a configuration's network layer by layer: shapes, parameters, multiply-adds, initial weights.")
    {
        _terminal = terminal;
        Arguments.Add(_file);
        foreach (var option in new Option[] { _config, _set, _csv })
            Options.Add(option);
        Validators.Add(OneFile);
        SetAction(Describe);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab describe configs/mnist-cnn-leaky.yaml",
        "activationlab describe --config configs/cifar10-cnn-relu.yaml --set model=resnet",
        "activationlab describe configs/mnist-mlp-prelu.yaml --csv > layers.csv",
    ];

    private void OneFile(CommandResult result)
    {
        switch (result.GetValue(_file), result.GetValue(_config))
        {
            case (null, null):
                result.AddError("a configuration is missing");
                break;
            case (not null, not null):
                result.AddError("give the configuration once, as FILE or by --config");
                break;
        }
    }

    private int Describe(ParseResult parsed)
    {
        var experiment = ExperimentLoader.Load((parsed.GetValue(_file) ?? parsed.GetValue(_config))!, parsed.GetValue(_set)!);
        var description = NetworkDescription.Of(experiment);
        if (parsed.GetValue(_csv))
            _terminal.Out.Write(CsvTable.Format(description.Layers));
        else
            DescriptionView.Write(_terminal.Out, experiment, description);
        return ExitCode.Done;
    }
}
