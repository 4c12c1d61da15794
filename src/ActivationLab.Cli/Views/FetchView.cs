using ActivationLab.Experiments.Data;
using Spectre.Console.Rendering;

namespace ActivationLab.Cli.Views;

/// <summary>Shows the fetch of a data set: a bar on a screen, a line for each source and file elsewhere.</summary>
internal sealed class FetchView : IProgress<FetchProgress>
{
    private readonly Terminal _terminal;
    private readonly DatasetInfo _info;
    private readonly Bars _bars;
    private LiveRegion? _region;
    private FetchProgress? _last;

    private FetchView(Terminal terminal, DatasetInfo info) => (_terminal, _info, _bars) = (terminal, info, new Bars(terminal));

    /// <summary>Runs a fetch and waits for it.</summary>
    public static FetchOutcome Show(
        Terminal terminal, DatasetInfo info, bool quiet, Func<IProgress<FetchProgress>?, Task<FetchOutcome>> fetch)
    {
        if (quiet)
            return fetch(null).GetAwaiter().GetResult();
        var view = new FetchView(terminal, info);
        var outcome = terminal.IsLive ? view.ShowLive(fetch) : fetch(view).GetAwaiter().GetResult();
        terminal.Say(outcome.Source is null
            ? $"{info.Title} is whole, in {outcome.Folder}"
            : $"fetched {info.Title} from {outcome.Source} into {outcome.Folder}");
        return outcome;
    }

    /// <inheritdoc/>
    public void Report(FetchProgress value)
    {
        var isNew = _last is null || _last.Source != value.Source || _last.File != value.File;
        _last = value;
        if (_region is not null)
            _region.Refresh();
        else if (isNew)
            _terminal.Say($"fetching {_info.Title} from {value.Source}{(value.File.Length > 0 ? $": {value.File}" : "")}");
    }

    private FetchOutcome ShowLive(Func<IProgress<FetchProgress>?, Task<FetchOutcome>> fetch) => LiveRegion.Show(_terminal, Draw, region =>
    {
        _region = region;
        return fetch(this).GetAwaiter().GetResult();
    });

    private IRenderable Draw()
    {
        if (_last is not { Bytes: > 0 } now)
            return Bars.Note(_last is null ? $"looking for {_info.Title}…" : $"fetching {_info.Title} from {_last.Source}…");
        return now.TotalBytes is > 0 and var total
            ? _bars.Stack(new Bar(now.File, Figures.Bytes(now.Bytes), Figures.Bytes(total), (double)now.Bytes / total, now.Source))
            : Bars.Note($"{now.File}  {Figures.Bytes(now.Bytes)}  {now.Source}");
    }
}
