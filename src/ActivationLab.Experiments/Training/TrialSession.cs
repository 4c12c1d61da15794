using System.Diagnostics;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>
/// A trial while it runs, whoever trains its network: it measures the network after each epoch, writes the files, and says when the trial is
/// over. Neither the network nor the images are its own.
/// </summary>
internal sealed class TrialSession : IDisposable
{
    private readonly Experiment _experiment;
    private readonly RunWriter _writer;
    private readonly EnvironmentRecord _environment;
    private readonly ITrialObserver _observer;
    private readonly SavePace _pace;
    private readonly Network _network;
    private readonly TrialImages _images;
    private readonly Split _split;
    private readonly EpochSteps _steps;
    private readonly IOptimizerMemory _memory;
    private readonly EpochHistory _history = new();
    private readonly TrialCheckpoint _checkpoint;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private DeadUnitHistory _deadUnits = new();
    private double _secondsBefore;
    private bool _hasStepped;
    private bool _hasUnsaved; // epochs
    private RunStatus _status = RunStatus.Completed;
    private string _message = "";
    private IReadOnlyList<LayerRow> _layers = [];

    /// <summary>Makes the session of a trial that has been opened.</summary>
    /// <param name="entry">The trial's folder and configuration.</param>
    /// <param name="network">Its network, on its device.</param>
    /// <param name="images">The images, on the same device.</param>
    /// <param name="memory">What the optimizer of the network remembers.</param>
    public TrialSession(TrialEntry entry, Network network, TrialImages images, IOptimizerMemory memory)
    {
        (_experiment, _writer, _environment, _observer, _pace) = (entry.Experiment, entry.Writer, entry.Environment, entry.Observer, entry.Pace);
        (_network, _images, _memory) = (network, images, memory);
        _split = SplitOf(_experiment, images);
        _steps = new EpochSteps(_split.Train.Count, _experiment.Train.BatchSize);
        _checkpoint = new TrialCheckpoint(network, memory, _steps, _history);
    }

    /// <summary>The epoch that is trained next, or gone on with; null when the trial is over.</summary>
    public int? NextEpoch => _status == RunStatus.Completed && EpochsDone < _experiment.Train.Epochs ? EpochsDone + 1 : null;

    /// <summary>How far <see cref="NextEpoch"/> was when the trial was stopped in it; null for its beginning.</summary>
    public PartialEpoch? Partial { get; private set; }

    /// <summary>Networks that train together with this one, itself included.</summary>
    public int StackMembers { get; set; } = 1;

    private int EpochsDone => _history.Last?.Row.Epoch ?? 0;

    private double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

    private Device Device => _images.Train.Device;

    /// <summary>How the images of an experiment are divided.</summary>
    public static Split SplitOf(Experiment experiment, TrialImages images) =>
        Split.Of(images.Train.Count, experiment);

    /// <summary>Goes on from a checkpoint and the rows that belong to it.</summary>
    /// <exception cref="UserException">They do not fit together, or not this trial.</exception>
    public void TakeUp(StoredCheckpoint stored)
    {
        var record = stored.Record;
        var (epochs, layers) = _writer.TakeUp(record.Epoch);
        var measured = Enumerable.Range(0, record.Epoch + 1).Where(IsProbed).SelectMany(epoch => Enumerable.Repeat(epoch, _network.Activations.Count));
        if (!layers.Select(row => row.Epoch).SequenceEqual(measured))
            throw new UserException($"{_writer.Folder.LayersFile}: lacks rows of epochs up to {record.Epoch}, where the checkpoint is; --fresh moves this run aside and starts over");
        _checkpoint.Restore(stored, epochs);
        _layers = [.. layers.Where(row => row.Epoch == layers[^1].Epoch)];
        _deadUnits = new DeadUnitHistory(TrialCheckpoint.Flags(record.DeadUnits, _network));
        (_secondsBefore, Partial) = (record.Seconds, record.Partial);
    }

    /// <summary>Begins, or goes on: says so, and measures a network that has not been trained yet.</summary>
    public void Start()
    {
        var start = new TrialStart(
            _writer.Folder.FullName, $"{SettingsName.Of(_experiment.Model)} with {SettingsName.OfActivations(_experiment.Model)}",
            _network.Blueprint.Parameters, Device.ToString(), get_num_threads(), _split.Train.Count, _split.Validation.Count,
            _experiment.Train.Epochs, _steps.Count, EpochsDone, Partial?.Steps ?? 0);
        _writer.Log.Information("started {@Start}", start);
        _observer.Started(start);
        _pace.Restart();
        if (_writer.Stored is not null)
            return;
        Measure(epoch: 0);
        _writer.Add(_layers);
        if (!_layers.All(layer => double.IsFinite(layer.ZMean)))
            End(RunStatus.Diverged, "the pre-activations are not finite before training; look at model.init and the slope");
    }

    /// <summary>Shows how far <see cref="NextEpoch"/> is.</summary>
    public void Report(int step, long images, double seconds)
    {
        if (!_hasStepped)
            _writer.Log.Debug("first step done, {Seconds:0.00} s after the trial began", _clock.Elapsed.TotalSeconds);
        _hasStepped = true;
        _observer.Progressed(new TrialProgress(EpochsDone + 1, step, _steps.Count, images, seconds));
    }

    /// <summary>Takes in <see cref="NextEpoch"/>, which the network has just been trained for.</summary>
    public void AddEpoch(EpochOutcome outcome)
    {
        var epoch = EpochsDone + 1;
        Partial = null;
        if (!double.IsFinite(outcome.Loss))
        {
            End(RunStatus.Diverged, $"the training loss was not finite by step {outcome.Steps} of epoch {epoch}");
            return;
        }
        var clock = Stopwatch.StartNew();
        var validation = Evaluator.Evaluate(_network, _images.Train, _split.Validation);
        var validationSeconds = clock.Elapsed.TotalSeconds;
        if (!double.IsFinite(validation.Loss))
        {
            End(RunStatus.Diverged, $"the validation loss was not finite after epoch {epoch}");
            return;
        }

        var probed = IsProbed(epoch);
        var measured = probed ? Measure(epoch) : null;
        var row = TrialRows.Epoch(epoch, (long)epoch * _steps.Count, outcome, validation, measured);
        _writer.Add(row, probed ? _layers : []);
        _writer.Log.Information("epoch {Epoch}: {@Row}", epoch, row);
        _history.Add(row, outcome.Images, _network);
        _hasUnsaved = true;
        if (_pace.IsDue)
            Save();
        var probeSeconds = measured?.Seconds ?? 0;
        _writer.Log.Debug(
            "epoch {Epoch} took {Training:0.000} s of training, {Validation:0.000} s of validation, {Probe:0.000} s of measuring units, {Files:0.000} s of files",
            epoch, outcome.Seconds, validationSeconds, probeSeconds, clock.Elapsed.TotalSeconds - validationSeconds - probeSeconds);
        _observer.EpochFinished(row, probed ? _layers : []);
    }

    /// <summary>The trial was asked to stop.</summary>
    /// <param name="inside">How far the network is in <see cref="NextEpoch"/>; null when it is at its beginning.</param>
    public void Stop(PartialEpoch? inside)
    {
        End(RunStatus.Interrupted, $"stopped in epoch {EpochsDone + 1}");
        if (inside is null && !_hasUnsaved)
            return;
        Partial = inside;
        Save();
    }

    /// <summary>Ends the trial because of an error: whatever made it fail is what the user must hear of.</summary>
    public void Fail(Exception error)
    {
        _writer.Log.Error(error, "failed");
        End(RunStatus.Failed, LibtorchMessage.Of(error));
        // Each as far as it goes: the files may be what failed.
        Try(_writer.SaveTables);
        Try(() => WriteEnd());

        void Try(Action write)
        {
            try
            {
                write();
            }
            catch (Exception second)
            {
                _writer.Log.Error(second, "the files of the failed trial could not be finished");
            }
        }
    }

    /// <summary>Writes the last files of a trial that is over. A completed one looks at the test images, here only.</summary>
    public TrialResult Finish()
    {
        try
        {
            _writer.SaveTables();
        }
        catch (Exception error)
        {
            Fail(error);
            throw;
        }
        var result = WriteEnd();
        _observer.Finished(result);
        return result;
    }

    /// <summary>Frees the weights of the epochs.</summary>
    public void Dispose() => _history.Dispose();

    private TrialResult WriteEnd()
    {
        Evaluation? testLast = null, testBest = null;
        if (_history is { Last: { } last, Best: { } best })
        {
            WeightsFile.Write(_writer.Folder.WeightsFile, last.Weights, _experiment, last.Row.Epoch);
            WeightsFile.Write(_writer.Folder.BestWeightsFile, best.Weights, _experiment, best.Row.Epoch);
            if (_status == RunStatus.Completed)
            {
                testLast = Test(last.Weights);
                testBest = ReferenceEquals(best.Weights, last.Weights) ? testLast : Test(best.Weights);
            }
        }
        var end = new TrialEnd(_status, _message, testLast, testBest, Seconds, Device.ToString(), get_num_threads(), StackMembers);
        var row = TrialRows.Run(_experiment, _environment.Data.Variant, _writer.Folder.Cell, _network.Blueprint, end, _history);
        _writer.WriteRun(row);
        _writer.Log.Information("{Status}: {@Row}", _status, row);
        if (_status is RunStatus.Completed or RunStatus.Diverged)
            _writer.DeleteCheckpoints();
        return new TrialResult(_writer.Folder.FullName, row, _layers, AlreadyDone: false, Resumable: _writer.HasCheckpoint);
    }

    private void End(RunStatus status, string message) => (_status, _message) = (status, message);

    private bool IsProbed(int epoch) => epoch % _experiment.Probe.EveryEpochs == 0 || epoch == _experiment.Train.Epochs;

    // Tables first: rows beyond the checkpoint are computed again, but a checkpoint beyond its rows could not be gone on from.
    private void Save()
    {
        var clock = Stopwatch.StartNew();
        var record = new CheckpointRecord
        {
            Cell = _writer.Folder.Cell,
            Seed = _experiment.Seed,
            Epoch = EpochsDone,
            Partial = Partial,
            BestEpoch = _history.Best?.Row.Epoch ?? 0,
            Images = _history.Images + _steps.ImagesAfter(Partial?.Steps ?? 0),
            Seconds = Seconds,
            OptimizerSteps = _memory.Steps,
            DeadUnits = TrialCheckpoint.Numbers(_deadUnits.Dead ?? []),
            Data = _environment.Data,
            Computed = _environment.Computed,
        };
        _writer.SaveTables();
        using (NewDisposeScope())
            _writer.WriteCheckpoint(record, _checkpoint.Save(insideEpoch: Partial is not null));
        _hasUnsaved = false;
        _pace.Restart();
        _writer.Log.Debug("saved after epoch {Epoch} and {Step} steps: {Milliseconds:0.0} ms", record.Epoch, Partial?.Steps ?? 0, clock.Elapsed.TotalMilliseconds);
    }

    private Measurement Measure(int epoch)
    {
        var clock = Stopwatch.StartNew();
        var layers = UnitProbe.Measure(_network, _images.Train, _split.Probe);
        var measured = new Measurement(layers, _deadUnits.Add(layers), _split.ProbeText, _split.Probe.Count, clock.Elapsed.TotalSeconds);
        _layers = TrialRows.Layers(epoch, measured);
        return measured;
    }

    private Evaluation Test(WeightsSnapshot weights)
    {
        weights.Restore(_network);
        return Evaluator.Evaluate(_network, _images.Test, new ImageRange(0, _images.Test.Count));
    }
}
