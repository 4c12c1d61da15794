using System.CommandLine;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab data fetch</c>: brings a data set. Standard output has one line, its folder; none if there is nothing to fetch.</summary>
internal sealed class DataFetchCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Argument<DatasetInfo> _name = DatasetArgument.Create();
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();

    public DataFetchCommand(Terminal terminal, Services services)
        : base("fetch", "Fetch what is missing or damaged of a data set, and check every file.")
    {
        _terminal = terminal;
        _services = services;
        Arguments.Add(_name);
        Options.Add(_data);
        Options.Add(_quiet);
        SetAction(Fetch);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["activationlab data fetch mnist", "activationlab data fetch cifar10 --data /srv/datasets"];

    private int Fetch(ParseResult parsed)
    {
        var info = parsed.GetRequiredValue(_name);
        var folder = DataFolder.Resolve(parsed.GetValue(_data));
        var quiet = parsed.GetValue(_quiet);
        if (info.IsGenerated)
        {
            if (!quiet)
                _terminal.Say($"{info.Title} needs no fetching: the lab makes it");
            return ExitCode.Done;
        }
        using var interruption = Interruption.Listen(_terminal, quiet);
        using var fetcher = _services.NewFetcher();
        try
        {
            var outcome = FetchView.Show(_terminal, info, quiet, progress => fetcher.FetchAsync(info.Name, folder, progress, interruption.Token));
            _terminal.Out.WriteLine(outcome.Folder);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            return ExitCode.Of(interruption.Signal.Value);
        }
    }
}
