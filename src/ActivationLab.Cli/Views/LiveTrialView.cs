using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;
using Spectre.Console.Rendering;

namespace ActivationLab.Cli.Views;

/// <summary>Shows a trial on a screen: a row an epoch that stays, and below it two bars that move.</summary>
internal sealed class LiveTrialView(Terminal terminal, Experiment experiment, TimeProvider time) : ITrialView, ITrialObserver
{
    private readonly Bars _bars = new(terminal);
    private readonly int _epochs = experiment.Train.Epochs;
    private LiveRegion? _region;
    private TrialProgress? _progress;
    private bool _validating;
    private int _epochsDone;
    private double _doneBefore;
    private long _startedAt;

    /// <inheritdoc/>
    public TrialResult Show(Func<ITrialObserver, TrialResult> trial) => LiveRegion.Show(terminal, Draw, region =>
    {
        _region = region;
        return trial(this);
    });

    /// <inheritdoc/>
    public void Started(TrialStart start)
    {
        foreach (var line in TrialLines.Start(start, experiment))
            terminal.Say(line);
        terminal.Say("");
        terminal.Say(TrialLines.Heading(_epochs));
        _startedAt = time.GetTimestamp();
        _epochsDone = start.EpochsBefore;
        _progress = new TrialProgress(start.EpochsBefore + 1, start.StepsBefore, start.StepsPerEpoch, 0, 0);
        _doneBefore = Done(_progress);
        _region!.Refresh();
    }

    /// <inheritdoc/>
    public void Warned(string message) => terminal.Complain(message);

    /// <inheritdoc/>
    public void Progressed(TrialProgress progress)
    {
        _progress = progress;
        _validating = progress.Step == progress.StepsPerEpoch;
        _region!.Refresh();
    }

    /// <inheritdoc/>
    public void EpochFinished(EpochRow epoch, IReadOnlyList<LayerRow> layers)
    {
        _epochsDone = epoch.Epoch;
        terminal.Say(TrialLines.Row(epoch, _epochs));
    }

    /// <inheritdoc/>
    public void Finished(TrialResult result)
    {
    }

    private IRenderable Draw()
    {
        if (_progress is not { } now)
            return Bars.Note($"loading {DatasetCatalog.Get(experiment.Data.Name).Title}…");
        if (_epochsDone == _epochs)
            return Bars.Note("testing the last and the best epoch…");
        var share = (double)now.Step / now.StepsPerEpoch;
        var done = Done(now);
        var rate = now.SecondsInEpoch > 0 ? $"{Figures.Count(now.ImagesDone / now.SecondsInEpoch)} images/s" : "";
        return _bars.Stack(
            new Bar("epochs", _epochsDone, _epochs, done, TimeLeft(done)),
            new Bar($"epoch {now.Epoch}", now.Step, now.StepsPerEpoch, share, _validating ? "validating" : rate));
    }

    private double Done(TrialProgress now) => (now.Epoch - 1 + (double)now.Step / now.StepsPerEpoch) / _epochs;

    private string TimeLeft(double done)
    {
        // The first steps are slower than the rest: what they promise is not worth showing.
        const double worthShowing = 0.02;
        var here = done - _doneBefore;
        return here < worthShowing ? "" : $"{Figures.Duration(time.GetElapsedTime(_startedAt).TotalSeconds * (1 - done) / here)} left";
    }
}
