using System.CommandLine;
using ActivationLab.Experiments.Exports;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab export</c>: the network of a stored run as one file. Standard output has one line: its path.</summary>
internal sealed class ExportCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<ExportFormat?> _format = new("--format")
    {
        HelpName = "safetensors",
        Description = "the kind of file; PyTorch reads it by scripts/load_export.py or the package safetensors [default: safetensors]",
        CustomParser = result => ChoiceOf<ExportFormat>.Parse(result),
    };
    private readonly Option<StoredEpoch?> _epoch = RunArgument.Epoch();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "the file to write, or a folder for it [default: EXPERIMENT-CELL-seed-N.EPOCH.safetensors in this folder]",
    };
    private readonly Option<bool> _force = new("--force") { Description = "replace a file that is there already" };

    public ExportCommand(Terminal terminal)
        : base("export", "Write the network of a stored run into one file with all that is needed to use it elsewhere.")
    {
        _terminal = terminal;
        Arguments.Add(_run);
        foreach (var option in new Option[] { _format, _epoch, _output, _force })
            Options.Add(option);
        SetAction(Export);
    }

    private enum ExportFormat
    {
        Safetensors,
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab export runs/mnist-cnn-leaky/*/seed-42",
        "activationlab export runs/mnist-cnn-leaky/*/seed-42 --format safetensors --epoch best -o leaky.safetensors",
    ];

    private int Export(ParseResult parsed)
    {
        var run = StoredRun.Open(parsed.GetRequiredValue(_run));
        var epoch = parsed.GetValue(_epoch) ?? StoredEpoch.Last;
        var name = RunExport.NameFor(run, epoch);
        var target = parsed.GetValue(_output) switch
        {
            null => name,
            var folder when Directory.Exists(folder) => Path.Combine(folder, name),
            var file => file,
        };
        RunExport.Write(run, epoch, target, parsed.GetValue(_force));
        if (run.Doubt is { } doubt)
            _terminal.Complain(doubt);
        if (run.Run?.Status != RunStatus.Completed)
            _terminal.Complain($"this run is {run.Status}: its weights are those of the epochs that it did");
        _terminal.Out.WriteLine(target);
        return ExitCode.Done;
    }
}
