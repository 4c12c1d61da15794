using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ActivationLab.Cli.Commands;

namespace ActivationLab.Cli;

/// <summary>The usual help, and below it what somebody would type.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly string[] RootExamples =
    [
        "activationlab doctor",
        "activationlab train --config configs/cnn-leaky.json",
        "activationlab train --config configs/cnn-leaky.json --seed 7 --set train.epochs=1",
        "activationlab sweep --config configs/cnn-leaky.json --grid model.activation.negative_slope=0,0.01,0.1 --seeds 5",
        "activationlab config check configs/*.yaml",
    ];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command))
            output.WriteLine($"  {example}");
        return ExitCode.Done;
    }

    private static IEnumerable<string> ExamplesOf(Command command) => command switch
    {
        IHasExamples with => with.Examples,
        { Subcommands.Count: > 0 } and not RootCommand => command.Subcommands.SelectMany(ExamplesOf),
        _ => RootExamples,
    };
}
