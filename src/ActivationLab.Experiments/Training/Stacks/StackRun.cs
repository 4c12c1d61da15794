using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>What became of one member of a stack.</summary>
/// <param name="Member">Its configuration.</param>
/// <param name="Result">How it ended; null when an error ended it.</param>
/// <param name="Error">What ended it; null when it ended as a trial should.</param>
internal sealed record MemberOutcome(Experiment Member, TrialResult? Result, Exception? Error);

/// <summary>Several trials of one shape, trained together; each leaves the files that it would leave alone.</summary>
internal static class StackRun
{
    /// <summary>
    /// Runs trials in their run folders as <see cref="Trial.Run"/> does, those that are equally far into an epoch as one stack. A member that
    /// has ended before, diverges or fails disturbs no other.
    /// </summary>
    /// <param name="members">The configurations: of one <see cref="StackKey"/>.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="observerOf">Who hears how a member goes.</param>
    /// <param name="cancellation">Stops all members between two steps; their files are finished and checkpoints are written.</param>
    /// <param name="loaded">The data set, if the caller has it in memory already.</param>
    /// <returns>What became of each member, in their order.</returns>
    /// <exception cref="UserException">The device or the data are not as they must be.</exception>
    /// <exception cref="ArgumentException">The members cannot be one stack.</exception>
    public static IReadOnlyList<MemberOutcome> Run(
        IReadOnlyList<Experiment> members, TrialOptions options, Func<Experiment, ITrialObserver> observerOf, CancellationToken cancellation,
        LoadedDataset? loaded = null)
    {
        if (members.Select(StackKey.Of).Distinct().Count() != 1 || members.Any(member => StackKey.Obstacle(member) is not null))
            throw new ArgumentException("these trials cannot be one stack", nameof(members));
        TorchRuntime.SetThreads(options.Threads);
        TorchRuntime.SetPrecision(members[0].Train.ComputesIn);
        var device = TorchRuntime.Device(members[0].Device);
        var data = Trial.Lazily(members[0], options, loaded);

        var outcomes = new Dictionary<Experiment, MemberOutcome>(ReferenceEqualityComparer.Instance);
        var entries = new List<TrialEntry>();
        try
        {
            foreach (var member in members)
            {
                try
                {
                    var entry = TrialEntry.Open(member, options, device, observerOf(member), data);
                    entries.Add(entry);
                    if (entry.Ended is { } ended)
                        outcomes.Add(member, new MemberOutcome(member, ended, null));
                }
                catch (UserException error)
                {
                    outcomes.Add(member, new MemberOutcome(member, null, error));
                }
            }
            foreach (var alike in entries.Where(entry => entry.Ended is null).GroupBy(StepsIntoEpoch))
            {
                foreach (var outcome in Train([.. alike], data.Value, options, cancellation))
                    outcomes.Add(outcome.Member, outcome);
            }
        }
        finally
        {
            entries.ForEach(entry => entry.Dispose());
        }
        return [.. members.Select(member => outcomes[member])];
    }

    private static int StepsIntoEpoch(TrialEntry entry) => entry.Writer.Stored?.Record.Partial?.Steps ?? 0;

    private static IReadOnlyList<MemberOutcome> Train(
        IReadOnlyList<TrialEntry> entries, LoadedDataset data, TrialOptions options, CancellationToken cancellation)
    {
        StackTraining training;
        try
        {
            training = new StackTraining(entries, data, options);
        }
        catch (Exception error)
        {
            foreach (var entry in entries)
                entry.FailToStart(error);
            return [.. entries.Select(entry => new MemberOutcome(entry.Experiment, null, error))];
        }
        using (training)
            return training.Run(cancellation);
    }
}
