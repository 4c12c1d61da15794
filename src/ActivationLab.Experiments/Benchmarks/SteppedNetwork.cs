using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Descriptions;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>A network that the lab's own trainer trains, a few steps at a time, while the clock runs.</summary>
internal sealed class SteppedNetwork : IDisposable
{
    private readonly string _activation;
    private readonly Experiment _experiment;
    private readonly ResidentImages _images;
    private readonly Split _split;
    private readonly DeviceClock _clock;
    private readonly Network _network;
    private readonly EpochTrainer _trainer;
    private readonly List<StepRound> _rounds = [];
    private readonly Dictionary<StepPhase, double> _phases = [];

    private CancellationTokenSource _enough = new();
    private int _epoch = 1;
    private PartialEpoch? _from;
    private List<double> _whole = [];
    private List<PhaseSeconds>? _phased;
    private (int Wanted, int Done) _steps;
    private long _start;

    /// <summary>Builds and initialises the network.</summary>
    /// <param name="activation">The name of its activation.</param>
    /// <param name="experiment">Its configuration.</param>
    /// <param name="images">The images of the training files, on the device.</param>
    /// <param name="clock">The clock of that device.</param>
    public SteppedNetwork(string activation, Experiment experiment, ResidentImages images, DeviceClock clock)
    {
        (_activation, _experiment, _images, _clock) = (activation, experiment, images, clock);
        _split = Split.Of(images.Count, experiment);
        var info = DatasetCatalog.Get(experiment.Data.Name);
        _network = Network.Build(experiment.Model, info.Shape, info.ClassNames.Count, experiment.Seed, images.Device);
        _trainer = new EpochTrainer(_network, images, WholeBatches(), experiment.Train, experiment.Seed, experiment.Data.Augment) { PhaseEnded = PhaseEnded };
    }

    /// <summary>Steps of an epoch that have all their images.</summary>
    public int StepsPerEpoch => _trainer.StepsPerEpoch;

    /// <summary>What was measured.</summary>
    public StepTiming Timing => new(_activation, _experiment.Model.Activation, NetworkDescription.Of(_experiment).TrainingFlops, [.. _rounds]);

    /// <summary>Trains without keeping the times: the first steps allocate, and choose kernels.</summary>
    /// <exception cref="UserException">The training diverged.</exception>
    public void WarmUp(int steps)
    {
        Whole(steps);
        Phased(steps);
    }

    /// <summary>Trains so many steps as a whole, then as many by phase; then measures the units, if wanted.</summary>
    /// <exception cref="UserException">The training diverged.</exception>
    public void AddRound(int steps, bool probe) => _rounds.Add(new StepRound(Whole(steps), Phased(steps), probe ? Probe() : null));

    /// <summary>Frees the network and its optimizer.</summary>
    public void Dispose()
    {
        _trainer.Dispose();
        _network.Dispose();
        _enough.Dispose();
    }

    // All steps alike: the last of an epoch may have fewer images.
    private ImageRange WholeBatches()
    {
        var (range, size) = (_split.Train, _experiment.Train.BatchSize);
        return range.Count < size ? range : range with { Count = range.Count / size * size };
    }

    private List<double> Whole(int steps)
    {
        (_whole, _phased) = ([], null);
        Train(steps);
        return _clock.IsFree ? _whole : [_whole.Sum() / steps];
    }

    private List<PhaseSeconds> Phased(int steps)
    {
        _phased = [];
        Train(steps);
        return _phased;
    }

    private double Probe()
    {
        var start = _clock.Read();
        UnitProbe.Measure(_network, _images, _split.Probe);
        return _clock.Seconds(start, _clock.Read());
    }

    // Within one epoch: the beginning of another is not part of a step.
    private void Train(int steps)
    {
        if ((_from?.Steps ?? 0) + steps > StepsPerEpoch)
            BeginEpoch();
        _steps = (steps, 0);
        _enough.Dispose();
        _enough = new CancellationTokenSource();
        double loss;
        try
        {
            loss = _trainer.Train(_epoch, _from, cancellation: _enough.Token).Loss;
            BeginEpoch();
        }
        catch (OperationCanceledException) when (_trainer.Stopped is { } stopped)
        {
            (_from, loss) = (stopped, stopped.Loss);
        }
        if (!double.IsFinite(loss))
            throw new UserException($"the training with {_activation} diverged, so its times would say nothing; lower train.optimizer.lr");
    }

    // The learning rate is that of an epoch of the configuration, however many steps are measured.
    private void BeginEpoch() => (_epoch, _from) = (_epoch % _experiment.Train.Epochs + 1, null);

    private void PhaseEnded(StepPhase phase)
    {
        var timesEachStep = _phased is not null || _clock.IsFree;
        if (phase == StepPhase.BetweenSteps)
        {
            if (timesEachStep || _steps.Done == 0)
                _start = _clock.Read();
            return;
        }
        if (_phased is not null)
            _phases[phase] = Lap();
        if (phase != StepPhase.Bookkeeping)
            return;
        _steps.Done++;
        if (_phased is not null)
            _phased.Add(new PhaseSeconds(_phases));
        else if (timesEachStep || _steps.Done == _steps.Wanted)
            _whole.Add(Lap());
        if (_steps.Done == _steps.Wanted)
            _enough.Cancel();
    }

    private double Lap()
    {
        var end = _clock.Read();
        var seconds = _clock.Seconds(_start, end);
        _start = end;
        return seconds;
    }
}
