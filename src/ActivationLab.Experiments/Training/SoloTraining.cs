using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Models;

namespace ActivationLab.Experiments.Training;

/// <summary>A trial that trains alone: its images, network and optimizer, and the loop over its epochs.</summary>
internal sealed class SoloTraining : IDisposable
{
    private readonly TrialImages _images;
    private readonly Network _network;
    private readonly EpochTrainer _trainer;

    /// <summary>Moves the images, builds and initialises the network.</summary>
    public SoloTraining(TrialEntry entry, LoadedDataset data, TrialOptions options)
    {
        var experiment = entry.Experiment;
        var info = DatasetCatalog.Get(data.Name);
        var device = TorchRuntime.Device(experiment.Device);
        _images = new TrialImages(data, device);
        try
        {
            _network = Network.Build(experiment.Model, info.Shape, info.ClassNames.Count, experiment.Seed, device);
            var range = TrialSession.SplitOf(experiment, _images).Train;
            _trainer = new EpochTrainer(_network, _images.Train, range, experiment.Train, experiment.Seed, experiment.Data.Augment)
            {
                SecondsBetweenReports = options.SecondsBetweenReports,
            };
        }
        catch
        {
            _network?.Dispose();
            _images.Dispose();
            throw;
        }
        Session = new TrialSession(entry, _network, _images, _trainer.Memory);
    }

    /// <summary>The trial's measures and files.</summary>
    public TrialSession Session { get; }

    /// <summary>Trains epoch by epoch to the end, or until it is stopped.</summary>
    public TrialResult Run(CancellationToken cancellation)
    {
        try
        {
            Session.Start();
            while (Session.NextEpoch is { } epoch)
                Train(epoch, cancellation);
        }
        catch (Exception error)
        {
            Session.Fail(error);
            throw;
        }
        return Session.Finish();
    }

    /// <summary>Frees all tensors.</summary>
    public void Dispose()
    {
        Session.Dispose();
        _trainer.Dispose();
        _network.Dispose();
        _images.Dispose();
    }

    private void Train(int epoch, CancellationToken cancellation)
    {
        EpochOutcome outcome;
        try
        {
            outcome = _trainer.Train(epoch, Session.Partial, Session.Report, cancellation);
        }
        catch (OperationCanceledException)
        {
            Session.Stop(_trainer.Stopped);
            return;
        }
        Session.AddEpoch(outcome);
    }
}
