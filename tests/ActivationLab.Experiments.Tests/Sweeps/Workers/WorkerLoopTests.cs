using System.IO.Pipes;
using System.Text;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Workers;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Tests.Training;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

/// <summary>The worker's side, on pipes within this process.</summary>
[Collection(TorchCollection.Name)]
public sealed class WorkerLoopTests : IDisposable
{
    private readonly SweepFixture _sweep = new(cells: 2, seeds: 2);
    private readonly AnonymousPipeServerStream _input = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _output = new(PipeDirection.In);
    private readonly LineReader _lines;
    private readonly CancellationTokenSource _signal = new();
    private AnonymousPipeClientStream? _inputOfWorker;

    public WorkerLoopTests() => _lines = new LineReader(_output, WorkerProtocol.LongestLine);

    public void Dispose()
    {
        // In this order: a pipe that somebody reads is closed only when it has ended.
        _input.Dispose();
        _inputOfWorker?.Dispose();
        _output.Dispose();
        _signal.Dispose();
        _sweep.Dispose();
    }

    [Fact]
    public void Run_says_hello_first_and_returns_at_the_end_of_its_input()
    {
        var loop = Start();

        Assert.Equal(WorkerProtocol.Build, Assert.IsType<HelloReply>(Hear()).Build);
        _input.Dispose();

        Join(loop);
        Assert.Null(_lines.Read());
    }

    [Fact]
    public void Run_trains_what_it_is_given_as_a_trial_alone_would()
    {
        var loop = Start();
        Ask(_sweep.Trials[0]);
        Ask(_sweep.Trials[1]);
        var replies = HearUntil<FinishedReply>();
        replies.AddRange(HearUntil<FinishedReply>());
        _input.Dispose();
        Join(loop);

        Assert.Equal([_sweep.FolderOf("a1").ReadRun(), _sweep.FolderOf("b1").ReadRun()], replies.OfType<FinishedReply>().Select(reply => reply.Row));
        Assert.Equal(0, replies.OfType<ProgressedReply>().First().Done);
        Assert.All(replies.OfType<FinishedReply>(), reply => Assert.Equal(RunStatus.Completed, reply.Row.Status));
        using var alone = new TemporaryFolder();
        Trial.Run(_sweep.Trials[0].Experiment, new TrialOptions { RunsFolder = alone.Root, Threads = 1 }, new RecordingObserver(), CancellationToken.None);
        TrialFiles.AssertSame(RunFolder.For(alone.Root, _sweep.Trials[0].Experiment), _sweep.FolderOf("a1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_told_to_stop_inside_a_trial_saves_a_checkpoint_and_returns(bool bySignal)
    {
        var loop = Start();
        Ask(_sweep.Trials[0], epochs: 100_000);
        while (Hear() is not ProgressedReply { Done: > 0 })
        {
        }

        if (bySignal)
            _signal.Cancel();
        else
            _input.Dispose();

        Assert.Equal(RunStatus.Interrupted, Assert.IsType<FinishedReply>(HearUntil<FinishedReply>()[^1]).Row.Status);
        Join(loop);
        Assert.Single(Directory.GetFiles(_sweep.RunsFolder, "checkpoint.json", SearchOption.AllDirectories));
    }

    [Fact]
    public void Run_nobody_listens_any_more_saves_a_checkpoint_all_the_same()
    {
        var loop = Start();
        Ask(_sweep.Trials[0], epochs: 100_000);
        while (Hear() is not ProgressedReply { Done: > 0 })
        {
        }

        _output.Dispose();
        _input.Dispose();

        Join(loop);
        var run = Assert.Single(Directory.GetFiles(_sweep.RunsFolder, "run.csv", SearchOption.AllDirectories));
        Assert.Equal(RunStatus.Interrupted, CsvTable.Read<RunRow>(run)[0].Status);
        Assert.Single(Directory.GetFiles(_sweep.RunsFolder, "checkpoint.json", SearchOption.AllDirectories));
    }

    [Fact]
    public void Run_folder_in_use_says_so_and_goes_on_with_the_next()
    {
        using var writer = _sweep.FolderOf("a1").Open(fresh: false);
        var loop = Start();
        Ask(_sweep.Trials[0]);
        var failed = Assert.IsType<FailedReply>(HearUntil<FailedReply>()[^1]);
        Ask(_sweep.Trials[1]);
        HearUntil<FinishedReply>();
        _input.Dispose();
        Join(loop);

        Assert.Equal(FailureCause.FolderInUse, failed.Cause);
        Assert.Contains("is writing this run", failed.Message);
    }

    [Fact]
    public void Run_cell_that_was_changed_meanwhile_fails_in_a_line()
    {
        var loop = Start();
        Ask(_sweep.Trials[0], cell: "another");
        var failed = Assert.IsType<FailedReply>(HearUntil<FailedReply>()[^1]);
        _input.Dispose();
        Join(loop);

        Assert.Equal(FailureCause.Error, failed.Cause);
        Assert.Contains("was changed while the sweep was running", failed.Message);
    }

    [Fact]
    public void Run_trains_several_of_one_shape_together()
    {
        SweepTrial[] members = [.. _sweep.Trials.Where(trial => trial.Cell == _sweep.Cells[0])];
        var loop = Start();
        Ask(new RunRequest([.. members.Select(Reference)], Options()));
        var replies = HearUntil<FinishedReply>();
        replies.AddRange(HearUntil<FinishedReply>());
        _input.Dispose();
        Join(loop);

        Assert.Equal([0, 1], replies.OfType<FinishedReply>().Select(reply => reply.Trial));
        Assert.Equal([_sweep.FolderOf("a1").ReadRun(), _sweep.FolderOf("a2").ReadRun()], replies.OfType<FinishedReply>().Select(reply => reply.Row));
        Assert.All(replies.OfType<FinishedReply>(), reply => Assert.Equal((RunStatus.Completed, 2), (reply.Row.Status, reply.Row.StackMembers)));
        Assert.Equal([0, 1], replies.OfType<ProgressedReply>().Select(reply => reply.Trial).Distinct().Order());
    }

    [Fact]
    public void Run_of_several_shapes_together_fails_each_in_a_line()
    {
        var loop = Start();
        Ask(new RunRequest([Reference(_sweep.Trials[0]), Reference(_sweep.Trials[1])], Options()));
        var replies = HearUntil<FailedReply>();
        replies.AddRange(HearUntil<FailedReply>());
        _input.Dispose();
        Join(loop);

        Assert.Equal([0, 1], replies.OfType<FailedReply>().Select(reply => reply.Trial));
        Assert.All(replies.OfType<FailedReply>(), reply => Assert.Contains("cannot be one stack", reply.Message));
    }

    [Fact]
    public void Run_times_steps_and_says_null_where_it_cannot()
    {
        SweepTrial[] members = [.. _sweep.Trials.Where(trial => trial.Cell == _sweep.Cells[0]), _sweep.Trials[1]];
        var loop = Start();
        foreach (var count in new[] { 1, 2, 3 })
            Ask(new TimeRequest([.. members.Take(count).Select(Reference)], Options()));
        Assert.IsType<HelloReply>(Hear());
        double?[] seconds = [.. Enumerable.Range(0, 3).Select(_ => Assert.IsType<TimedReply>(Hear()).SecondsPerStep)];
        _input.Dispose();
        Join(loop);

        Assert.True(seconds[0] > 0 && seconds[1] > 0);
        Assert.Null(seconds[2]); // the third has another shape
        Assert.False(Directory.Exists(_sweep.RunsFolder));
    }

    private Thread Start()
    {
        var input = _inputOfWorker = new AnonymousPipeClientStream(PipeDirection.In, _input.ClientSafePipeHandle);
        var output = new AnonymousPipeClientStream(PipeDirection.Out, _output.ClientSafePipeHandle);
        var thread = new Thread(() =>
        {
            using (output)
                new WorkerLoop(input, output).Run(_signal.Token);
        });
        thread.Start();
        return thread;
    }

    private void Ask(SweepTrial trial, int? epochs = null, string? cell = null)
    {
        var longer = epochs is { } many
            ? new SweepTrial(trial.Cell with { Experiment = trial.Cell.Experiment with { Train = trial.Cell.Experiment.Train with { Epochs = many } } }, trial.Seed)
            : trial;
        var reference = Reference(longer);
        Ask(new RunRequest([cell is null ? reference : reference with { Cell = cell }], Options()));
    }

    private void Ask(WorkerRequest request) => _input.Write(Encoding.UTF8.GetBytes(WorkerProtocol.Format(request) + "\n"));

    private TrialReference Reference(SweepTrial trial) => new(_sweep.ConfigOf(trial), trial.Seed, CellName.Of(trial.Experiment));

    private TrialOptions Options() => new() { RunsFolder = _sweep.RunsFolder, Threads = 1, SecondsBetweenReports = 0 };

    private WorkerReply Hear() => WorkerProtocol.Reply(_lines.Read() ?? throw new EndOfStreamException("the worker said no more"))!;

    private List<WorkerReply> HearUntil<T>() where T : WorkerReply
    {
        var replies = new List<WorkerReply>();
        do
            replies.Add(Hear());
        while (replies[^1] is not (T or FinishedReply or FailedReply));
        return replies;
    }

    private static void Join(Thread loop) => Assert.True(loop.Join(TimeSpan.FromMinutes(1)));
}
