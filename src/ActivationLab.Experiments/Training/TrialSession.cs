using System.Diagnostics;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>A trial while it runs: its tensors, and what it knows so far.</summary>
internal sealed class TrialSession : IDisposable
{
    private readonly Experiment _experiment;
    private readonly RunWriter _writer;
    private readonly EnvironmentRecord _environment;
    private readonly Device _device;
    private readonly Split _split;
    private readonly ResidentImages _images;
    private readonly ResidentImages _testImages;
    private readonly Network _network;
    private readonly EpochTrainer _trainer;
    private readonly EpochHistory _history = new();
    private DeadUnitHistory _deadUnits = new();
    private readonly TrialCheckpoint _checkpoint;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private double _secondsBefore;
    private PartialEpoch? _partial;
    private IReadOnlyList<LayerRow> _layers = [];

    public TrialSession(Experiment experiment, LoadedDataset data, Device device, RunWriter writer, EnvironmentRecord environment, double secondsBetweenReports)
    {
        (_experiment, _device, _writer, _environment) = (experiment, device, writer, environment);
        var info = DatasetCatalog.Get(data.Name);
        _split = Split.Of(data.Train.Count, experiment.Data.Validation, experiment.Probe.Images);
        _images = new ResidentImages(data.Train, info, device);
        _testImages = new ResidentImages(data.Test, info, device);
        try
        {
            _network = Network.Build(experiment.Model, info.Shape, info.ClassNames.Count, experiment.Seed, device);
            _trainer = new EpochTrainer(_network, _images, _split.Train, experiment.Train, experiment.Seed, experiment.Data.Augment)
            {
                SecondsBetweenReports = secondsBetweenReports,
            };
        }
        catch
        {
            _images.Dispose();
            _testImages.Dispose();
            _network?.Dispose();
            throw;
        }
        _checkpoint = new TrialCheckpoint(_network, _trainer, _history);
    }

    private int EpochsDone => _history.Last?.Row.Epoch ?? 0;

    private double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

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
        (_secondsBefore, _partial) = (record.Seconds, record.Partial);
    }

    public TrialResult Run(ITrialObserver observer, CancellationToken cancellation)
    {
        var (status, message) = (RunStatus.Completed, "");
        try
        {
            var start = Start();
            _writer.Log.Information("started {@Start}", start);
            observer.Started(start);
            if (_writer.Stored is null)
                (status, message) = MeasureFirst();
            for (var epoch = EpochsDone + 1; epoch <= _experiment.Train.Epochs && status == RunStatus.Completed; epoch++)
                (status, message) = RunEpoch(epoch, observer, cancellation);
        }
        catch (OperationCanceledException)
        {
            (status, message) = (RunStatus.Interrupted, $"stopped in epoch {EpochsDone + 1}");
        }
        catch (Exception error)
        {
            _writer.Log.Error(error, "failed");
            FinishFailed(error);
            throw;
        }
        return Finish(status, message);
    }

    public void Dispose()
    {
        _history.Dispose();
        _trainer.Dispose();
        _network.Dispose();
        _images.Dispose();
        _testImages.Dispose();
    }

    private TrialStart Start() => new(
        _writer.Folder.FullName, $"{SettingsName.Of(_experiment.Model)} with {SettingsName.OfActivations(_experiment.Model)}",
        _network.Blueprint.Parameters, _device.ToString(), get_num_threads(), _split.Train.Count, _split.Validation.Count,
        _experiment.Train.Epochs, _trainer.StepsPerEpoch, EpochsDone, _partial?.Steps ?? 0);

    private (RunStatus, string) MeasureFirst()
    {
        Measure(epoch: 0);
        _writer.AppendLayers(_layers);
        return _layers.All(layer => double.IsFinite(layer.ZMean))
            ? (RunStatus.Completed, "")
            : (RunStatus.Diverged, "the pre-activations are not finite before training; look at model.init and the slope");
    }

    private (RunStatus, string) RunEpoch(int epoch, ITrialObserver observer, CancellationToken cancellation)
    {
        var outcome = Train(epoch, observer, cancellation);
        if (!double.IsFinite(outcome.Loss))
            return (RunStatus.Diverged, $"the training loss was not finite by step {outcome.Steps} of epoch {epoch}");
        var validation = Evaluator.Evaluate(_network, _images, _split.Validation);
        if (!double.IsFinite(validation.Loss))
            return (RunStatus.Diverged, $"the validation loss was not finite after epoch {epoch}");

        var probed = IsProbed(epoch);
        var measured = probed ? Measure(epoch) : null;
        var row = TrialRows.Epoch(epoch, (long)epoch * _trainer.StepsPerEpoch, outcome, validation, measured);
        _writer.AppendEpoch(row, probed ? _layers : []);
        _writer.Log.Information("epoch {Epoch}: {@Row}", epoch, row);
        _history.Add(row, outcome.Images, _network);
        SaveCheckpoint();
        observer.EpochFinished(row, probed ? _layers : []);
        return (RunStatus.Completed, "");
    }

    private EpochOutcome Train(int epoch, ITrialObserver observer, CancellationToken cancellation)
    {
        var from = _partial;
        _partial = null;
        try
        {
            return _trainer.Train(
                epoch, from,
                (step, images, seconds) => observer.Progressed(new TrialProgress(epoch, step, _trainer.StepsPerEpoch, images, seconds)),
                cancellation);
        }
        catch (OperationCanceledException)
        {
            _partial = _trainer.Stopped;
            // Otherwise nothing was computed since the last one.
            if (_partial is not null)
                SaveCheckpoint();
            throw;
        }
    }

    private bool IsProbed(int epoch) => epoch % _experiment.Probe.EveryEpochs == 0 || epoch == _experiment.Train.Epochs;

    private void SaveCheckpoint()
    {
        var clock = Stopwatch.StartNew();
        var record = new CheckpointRecord
        {
            Cell = _writer.Folder.Cell,
            Seed = _experiment.Seed,
            Epoch = EpochsDone,
            Partial = _partial,
            BestEpoch = _history.Best?.Row.Epoch ?? 0,
            Images = _history.Images + _trainer.ImagesAfter(_partial?.Steps ?? 0),
            Seconds = Seconds,
            OptimizerSteps = _trainer.Memory.Steps,
            DeadUnits = TrialCheckpoint.Numbers(_deadUnits.Dead ?? []),
            Data = _environment.Data,
            Computed = _environment.Computed,
        };
        _writer.WriteCheckpoint(record, _checkpoint.Save(insideEpoch: _partial is not null));
        _writer.Log.Debug("checkpoint after epoch {Epoch} and {Step} steps: {Milliseconds:0.0} ms", record.Epoch, _partial?.Steps ?? 0, clock.Elapsed.TotalMilliseconds);
    }

    private Measurement Measure(int epoch)
    {
        var clock = Stopwatch.StartNew();
        var layers = UnitProbe.Measure(_network, _images, _split.Probe);
        var measured = new Measurement(layers, _deadUnits.Add(layers), _split.ProbeText, _split.Probe.Count, clock.Elapsed.TotalSeconds);
        _layers = TrialRows.Layers(epoch, measured);
        return measured;
    }

    // Whatever made the trial fail is what the user must hear of, also when its last files cannot be written for the same reason.
    private void FinishFailed(Exception error)
    {
        try
        {
            Finish(RunStatus.Failed, LibtorchMessage.Of(error));
        }
        catch (Exception second)
        {
            _writer.Log.Error(second, "the files of the failed trial could not be finished");
        }
    }

    private TrialResult Finish(RunStatus status, string message)
    {
        Evaluation? testLast = null, testBest = null;
        if (_history is { Last: { } last, Best: { } best })
        {
            WeightsFile.Write(_writer.Folder.WeightsFile, last.Weights, _experiment, last.Row.Epoch);
            WeightsFile.Write(_writer.Folder.BestWeightsFile, best.Weights, _experiment, best.Row.Epoch);
            // The test images are looked at here only, once training is over.
            if (status == RunStatus.Completed)
            {
                testLast = Test(last.Weights);
                testBest = ReferenceEquals(best.Weights, last.Weights) ? testLast : Test(best.Weights);
            }
        }
        var end = new TrialEnd(status, message, testLast, testBest, Seconds, _device.ToString(), get_num_threads());
        var row = TrialRows.Run(_experiment, _environment.Data.Variant, _writer.Folder.Cell, _network.Blueprint, end, _history);
        _writer.WriteRun(row);
        _writer.Log.Information("{Status}: {@Row}", status, row);
        if (status is RunStatus.Completed or RunStatus.Diverged)
            _writer.DeleteCheckpoints();
        return new TrialResult(_writer.Folder.FullName, row, _layers, AlreadyDone: false, Resumable: _writer.HasCheckpoint);
    }

    private Evaluation Test(WeightsSnapshot weights)
    {
        weights.Restore(_network);
        return Evaluator.Evaluate(_network, _testImages, new ImageRange(0, _testImages.Count));
    }
}
