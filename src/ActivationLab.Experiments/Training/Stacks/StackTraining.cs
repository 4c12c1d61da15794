using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>
/// Trials that train as one stack: the loop over their epochs. After each, every member is measured and written by its own
/// <see cref="TrialSession"/>, from its own network. Who is over leaves the stack.
/// </summary>
internal sealed class StackTraining : IDisposable
{
    private readonly TrialOptions _options;
    private readonly TrialImages _images;
    private readonly List<Member> _members = [];
    private readonly List<MemberOutcome> _outcomes = [];
    private readonly List<Member> _running;
    private StackTrainer? _trainer;
    private int _stacked; // members of the trainer

    /// <summary>Moves the images, builds and initialises the networks and their stack.</summary>
    public StackTraining(IReadOnlyList<TrialEntry> entries, LoadedDataset data, TrialOptions options)
    {
        _options = options;
        var info = DatasetCatalog.Get(data.Name);
        var device = TorchRuntime.Device(entries[0].Experiment.Device);
        _images = new TrialImages(data, device);
        try
        {
            foreach (var entry in entries)
            {
                var experiment = entry.Experiment;
                var network = Network.Build(experiment.Model, info.Shape, info.ClassNames.Count, experiment.Seed, device);
                _members.Add(new Member(entry, network, _images));
            }
            _running = [.. _members];
            Restack();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Trains epoch by epoch until every member is over.</summary>
    public IReadOnlyList<MemberOutcome> Run(CancellationToken cancellation)
    {
        foreach (var member in _running.ToArray())
            Begin(member);
        for (Settle(); _running.Count > 0; Settle())
            TrainEpoch(cancellation);
        return _outcomes;
    }

    /// <summary>Frees all tensors.</summary>
    public void Dispose()
    {
        _trainer?.Dispose();
        _members.ForEach(member => member.Dispose());
        _images.Dispose();
    }

    private void Begin(Member member)
    {
        try
        {
            member.Entry.TakeUp(member.Session);
        }
        catch (Exception error)
        {
            // Its files stay as they are: they may still be mended.
            Leave(member, new MemberOutcome(member.Experiment, null, error));
            return;
        }
        Guard(member, member.Session.Start);
    }

    private void TrainEpoch(CancellationToken cancellation)
    {
        IReadOnlyList<EpochOutcome> outcomes;
        try
        {
            outcomes = _trainer!.Train([.. _running.Select(member => member.Session.NextEpoch!.Value)], Places(), Report, cancellation);
        }
        catch (OperationCanceledException)
        {
            foreach (var (index, member) in _running.ToArray().Index())
                Guard(member, () => Stop(member.Session, _trainer!.Diverged[index], _trainer.Stopped?[index]));
            return;
        }
        catch (Exception error)
        {
            foreach (var member in _running.ToArray())
                Fail(member, error);
            return;
        }
        foreach (var (member, outcome) in _running.ToArray().Zip(outcomes))
            Guard(member, () => member.Session.AddEpoch(outcome));

        static void Stop(TrialSession session, EpochOutcome? diverged, PartialEpoch? inside)
        {
            if (diverged is null)
                session.Stop(inside);
            else
                session.AddEpoch(diverged);
        }
    }

    // All are equally far into their epochs, or at the beginning.
    private PartialEpoch[]? Places() =>
        _running[0].Session.Partial is null ? null : [.. _running.Select(member => member.Session.Partial!)];

    private void Report(int step, long images, double seconds) => _running.ForEach(member => member.Session.Report(step, images, seconds));

    // Finishes those who are over; the others go on in a smaller stack.
    private void Settle()
    {
        foreach (var member in _running.Where(member => member.Session.NextEpoch is null).ToArray())
        {
            try
            {
                Leave(member, new MemberOutcome(member.Experiment, member.Session.Finish(), null));
            }
            catch (Exception error)
            {
                Leave(member, new MemberOutcome(member.Experiment, null, error));
            }
        }
        if (_running.Count == _stacked)
            return;
        try
        {
            Restack();
        }
        catch (Exception error)
        {
            foreach (var member in _running.ToArray())
                Fail(member, error);
        }
    }

    private void Restack()
    {
        var before = _trainer;
        (_trainer, _stacked) = (null, _running.Count);
        using (before)
        {
            if (_running.Count == 0)
                return;
            var range = TrialSession.SplitOf(_running[0].Experiment, _images).Train;
            _trainer = new StackTrainer([.. _running.Select(member => new StackMember(member.Experiment, member.Network))], _images.Train, range)
            {
                SecondsBetweenReports = _options.SecondsBetweenReports,
            };
            foreach (var (index, member) in _running.Index())
            {
                member.Memory.Move(_trainer.MemoryOf(index));
                member.Session.StackMembers = _running.Count;
            }
        }
    }

    private void Guard(Member member, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            Fail(member, error);
        }
    }

    private void Fail(Member member, Exception error)
    {
        member.Session.Fail(error);
        Leave(member, new MemberOutcome(member.Experiment, null, error));
    }

    private void Leave(Member member, MemberOutcome outcome)
    {
        _running.Remove(member);
        _outcomes.Add(outcome);
    }

    private sealed class Member : IDisposable
    {
        public Member(TrialEntry entry, Network network, TrialImages images)
        {
            (Entry, Network) = (entry, network);
            Session = new TrialSession(entry, network, images, Memory);
        }

        public TrialEntry Entry { get; }

        public Experiment Experiment => Entry.Experiment;

        public Network Network { get; }

        public MovingMemory Memory { get; } = new();

        public TrialSession Session { get; }

        public void Dispose()
        {
            Session.Dispose();
            Network.Dispose();
        }
    }

    /// <summary>The memory of a member, whichever stack it is in now.</summary>
    private sealed class MovingMemory : IOptimizerMemory
    {
        private IOptimizerMemory? _now;

        public IReadOnlyDictionary<string, long> Steps => Now.Steps;

        public IEnumerable<(string Name, Tensor Tensor)> Tensors => Now.Tensors;

        private IOptimizerMemory Now => _now ?? throw new InvalidOperationException("the member is in no stack");

        public void Restore(IReadOnlyDictionary<string, long> steps, Func<string, Tensor, Tensor?> find) => Now.Restore(steps, find);

        /// <summary>Moves what is remembered into another stack, while the one before is still there.</summary>
        public void Move(IOptimizerMemory next)
        {
            if (_now is { } before)
            {
                using var scope = NewDisposeScope();
                var tensors = before.Tensors.ToDictionary(named => named.Name, named => named.Tensor);
                next.Restore(before.Steps, (name, _) => tensors.GetValueOrDefault(name));
            }
            _now = next;
        }
    }
}
