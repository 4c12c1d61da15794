using System.CommandLine;
using System.CommandLine.Parsing;
using ActivationLab.Cli.Plots;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Reports.Page.Activations;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab plot activations</c>: a page with curves and derivatives. Standard output has one line: its path.</summary>
internal sealed class PlotActivationsCommand : Command, IHasExamples
{
    private const string DefaultFile = "activations.html";

    private readonly Terminal _terminal;
    private readonly Option<string[]?> _names = new("--names")
    {
        HelpName = "NAME,…",
        Description = $"which, in this order [default: all: {string.Join(", ", ActivationSampler.All.Keys)}]",
        CustomParser = Names,
    };
    private readonly Option<string?> _output = OutputFile.Page(DefaultFile);

    public PlotActivationsCommand(Terminal terminal)
        : base("activations", "Draw activations and their derivatives, from their closed forms, on one HTML page.")
    {
        _terminal = terminal;
        Options.Add(_names);
        Options.Add(_output);
        SetAction(Plot);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab plot activations",
        "activationlab plot activations --names relu,leaky_relu,prelu -o rectifiers.html",
    ];

    private int Plot(ParseResult parsed)
    {
        var target = OutputFile.Of(parsed, _output, OutputFile.PageEnding) ?? DefaultFile;
        var names = parsed.GetValue(_names) is { Length: > 0 } chosen ? chosen : [.. ActivationSampler.All.Keys];
        var page = ActivationPage.Write([.. names.Select(name => ActivationSampler.Sample(ActivationSampler.All[name]))], $"ActivationLab {ThisProgram.Version}");
        OutputFile.Write(_terminal, target, page);
        return ExitCode.Done;
    }

    private static string[]? Names(ArgumentResult result)
    {
        var names = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            result.AddError("--names: there is no name; give some, or leave it away for all");
        foreach (var name in names.Where(name => !ActivationSampler.All.ContainsKey(name)))
        {
            var near = Spelling.DidYouMean(name, ActivationSampler.All.Keys);
            result.AddError($"--names: there is no activation '{name}'{(near.Length > 0 ? near : $"; there are {string.Join(", ", ActivationSampler.All.Keys)}")}");
        }
        return [.. names.Distinct()];
    }
}
