using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Tests.Training;

/// <summary>Keeps what a trial tells, and does something at a moment of it.</summary>
internal sealed class RecordingObserver : ITrialObserver
{
    public Action<TrialProgress> OnProgress { get; init; } = _ => { };

    public Action<EpochRow> OnEpoch { get; init; } = _ => { };

    public List<TrialStart> Starts { get; } = [];

    public List<(EpochRow Row, IReadOnlyList<LayerRow> Layers)> Epochs { get; } = [];

    public List<TrialResult> Results { get; } = [];

    public List<string> Warnings { get; } = [];

    public void Started(TrialStart start) => Starts.Add(start);

    public void Warned(string message) => Warnings.Add(message);

    public void Progressed(TrialProgress progress) => OnProgress(progress);

    public void EpochFinished(EpochRow epoch, IReadOnlyList<LayerRow> layers)
    {
        Epochs.Add((epoch, layers));
        OnEpoch(epoch);
    }

    public void Finished(TrialResult result) => Results.Add(result);
}
