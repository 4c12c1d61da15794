using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>What a worker is asked for, done. It keeps the data set from one trial to the next.</summary>
internal sealed class WorkerJobs(Action<WorkerReply> say, CancellationToken stop)
{
    private LoadedDataset? _data;

    /// <summary>Does it. Errors of trials are said, not thrown.</summary>
    public void Do(WorkerRequest request)
    {
        switch (request)
        {
            case RunRequest run:
                for (var trial = 0; trial < run.Trials.Count && !stop.IsCancellationRequested; trial++)
                    Run(trial, run.Trials[trial], run.Options);
                break;
            default:
                throw new InvalidOperationException($"no way to do {request.GetType().Name}");
        }
    }

    private void Run(int trial, TrialReference reference, TrialOptions options)
    {
        try
        {
            var experiment = Load(reference);
            var result = Trial.Run(experiment, options, new TrialReporter(trial, say), stop, Data(experiment, options));
            // Not from the observer: by now the folder is let go of.
            say(new FinishedReply(trial, result.Run));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            say(Failure(trial, error));
        }
    }

    private static Experiment Load(TrialReference reference)
    {
        var experiment = ExperimentLoader.Load(reference.Config, [FormattableString.Invariant($"seed={reference.Seed}")]);
        return CellName.Of(experiment) == reference.Cell
            ? experiment
            : throw new UserException($"{reference.Config}: was changed while the sweep was running; start the sweep again");
    }

    private LoadedDataset Data(Experiment experiment, TrialOptions options)
    {
        if (_data?.Name != experiment.Data.Name)
        {
            _data = null; // two would need more memory than one trial does
            _data = DatasetStore.Load(experiment.Data.Name, DataFolder.Resolve(options.DataFolder));
        }
        return _data;
    }

    private static FailedReply Failure(int trial, Exception error) => error switch
    {
        ConfigurationException other => new FailedReply(trial, string.Join("; ", other.Problems), FailureCause.OtherConfiguration),
        RunInUseException => new FailedReply(trial, error.Message, FailureCause.FolderInUse),
        _ => new FailedReply(trial, LibtorchMessage.Of(error)),
    };
}
