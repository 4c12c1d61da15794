using System.CommandLine;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab data verify</c>: reads every file of a data set and says what it is.</summary>
internal sealed class DataVerifyCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Argument<DatasetInfo> _name = DatasetArgument.Create();
    private readonly Option<string?> _data = CommonOptions.Data();

    public DataVerifyCommand(Terminal terminal) : base("verify", "Check every file of a data set against its known checksums.")
    {
        _terminal = terminal;
        Arguments.Add(_name);
        Options.Add(_data);
        SetAction(Verify);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["activationlab data verify mnist"];

    private int Verify(ParseResult parsed)
    {
        var info = parsed.GetRequiredValue(_name);
        var checks = DatasetStore.Verify(info.Name, DataFolder.Resolve(parsed.GetValue(_data)));
        TextTable.Write(_terminal.Out, [.. checks.Select(check => new[] { check.State.ToString().ToLowerInvariant(), check.Path, check.Detail })]);
        if (checks.All(check => check.State == FileState.Ok))
            return ExitCode.Done;
        _terminal.Complain(info.IsGenerated
            ? $"{info.Title}: this machine computes other numbers than it should; do not compare its results with those of others"
            : $"{info.Title} is not whole; run '{info.FetchCommand}'");
        return ExitCode.Failed;
    }
}
