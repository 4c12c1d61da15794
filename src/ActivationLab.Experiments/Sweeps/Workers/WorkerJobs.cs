using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Sweeps.Stacking;
using ActivationLab.Experiments.Training;
using ActivationLab.Experiments.Training.Stacks;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>What a worker is asked for, done. It keeps the data set from one trial to the next.</summary>
internal sealed class WorkerJobs(Action<WorkerReply> say, CancellationToken stop)
{
    // Enough for many steps of small networks, and little beside the time that a wrong choice would cost.
    private static readonly TimeSpan s_timing = TimeSpan.FromSeconds(0.2);

    private LoadedDataset? _data;

    /// <summary>Does it. Errors of trials are said, not thrown.</summary>
    public void Do(WorkerRequest request)
    {
        switch (request)
        {
            case RunRequest { Trials: [var alone] } run:
                Run(alone, run.Options);
                break;
            case RunRequest run:
                RunTogether(run.Trials, run.Options);
                break;
            case TimeRequest time:
                say(new TimedReply(SecondsPerStep(time.Trials, time.Options.Threads)));
                break;
            default:
                throw new InvalidOperationException($"no way to do {request.GetType().Name}");
        }
    }

    private void Run(TrialReference reference, TrialOptions options)
    {
        try
        {
            var experiment = Load(reference);
            var result = Trial.Run(experiment, options, new TrialReporter(0, say), stop, Data(experiment, options));
            // Not from the observer: by now the folder is let go of.
            say(new FinishedReply(0, result.Run));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            say(Failure(0, error));
        }
    }

    private void RunTogether(IReadOnlyList<TrialReference> references, TrialOptions options)
    {
        try
        {
            Experiment[] members = [.. references.Select(Load)];
            var outcomes = StackRun.Run(members, options, member => new TrialReporter(Array.IndexOf(members, member), say), stop, Data(members[0], options));
            foreach (var (trial, outcome) in outcomes.Index())
                say(outcome.Result is { } result ? new FinishedReply(trial, result.Run) : Failure(trial, outcome.Error!));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            for (var trial = 0; trial < references.Count; trial++)
                say(Failure(trial, error));
        }
    }

    // Null where memory ends: the answer is then a smaller stack.
    private double? SecondsPerStep(IReadOnlyList<TrialReference> references, int? threads)
    {
        try
        {
            return stop.IsCancellationRequested ? null : StepTimer.SecondsPerStep([.. references.Select(Load)], threads, s_timing);
        }
        catch (Exception error) when (error is not UserException)
        {
            return null;
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
        DataException => new FailedReply(trial, error.Message, FailureCause.Data),
        _ => new FailedReply(trial, LibtorchMessage.Of(error)),
    };
}
