using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Stacking;
using ActivationLab.Experiments.Sweeps.Workers;
using ActivationLab.Experiments.Tests.Runs;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

public class SweepRunTests
{
    [Fact]
    public void Run_deals_the_trials_in_order_and_returns_their_rows_in_it()
    {
        using var sweep = new SweepFixture(cells: 3, seeds: 2);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());

        var result = sweep.Run(workers, jobs: 2);

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "c2"], workers.Deals);
        Assert.Equal(sweep.Trials.Select(trial => (trial.Cell.Name, trial.Seed)), result.Rows.Select(row => (row.Cell, row.Seed)));
        Assert.All(result.Rows, row => Assert.Equal(RunStatus.Completed, row.Status));
        Assert.Equal((0, false), (result.Missing, result.Interrupted));
        Assert.Equal(6, sweep.Results.Count);
        Assert.Equal(2, workers.All.Count);
        var start = Assert.Single(sweep.Observer.Starts);
        Assert.Equal((2, 1, 6, 0), (start.Workers, start.StackMembers, start.Trials.Count, start.Before.Count));
        Assert.StartsWith("2 workers of ", start.Reason);
    }

    [Fact]
    public void Run_with_a_slow_tensor_library_says_so_once()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 2);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll()) { OnStart = worker => worker.Hello(warning: "slow BLAS; install another") };

        sweep.Run(workers, jobs: 2);

        Assert.Equal(["slow BLAS; install another"], sweep.Observer.Warnings);
    }

    [Fact]
    public void Run_never_has_more_workers_than_work()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 1);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());

        sweep.Run(workers, jobs: 5);

        Assert.Equal(2, workers.All.Count);
        Assert.Contains("work for 2 only", sweep.Observer.Starts[0].Reason);
        Assert.Equal(Math.Max(1, Environment.ProcessorCount / 5), sweep.Observer.Starts[0].ThreadsPerWorker);
    }

    [Fact]
    public void Run_passes_over_trials_that_have_ended_and_mends_the_table()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 2);
        Write(sweep, "a1", RunStatus.Completed);
        Write(sweep, "b1", RunStatus.Diverged);
        Write(sweep, "a2", RunStatus.Failed);
        Write(sweep, "b2", RunStatus.Interrupted);
        File.Delete(sweep.FolderOf("a1").Results.ResultsFile);
        File.Delete(sweep.FolderOf("a1").Results.SummaryFile);
        var leftover = Path.Combine(sweep.FolderOf("a1").FullName, "checkpoint.json");
        File.WriteAllText(leftover, "of a process that was killed before it could remove it");
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());

        var result = sweep.Run(workers);

        Assert.Equal(["a2", "b2"], workers.Deals);
        Assert.Equal([RunStatus.Completed, RunStatus.Diverged], sweep.Observer.Starts[0].Before.Select(row => row.Status));
        Assert.Equal(
            [RunStatus.Completed, RunStatus.Diverged, RunStatus.Completed, RunStatus.Completed], result.Rows.Select(row => row.Status));
        Assert.Equal(["a1", "a2", "b1", "b2"], sweep.Results.Keys.Order());
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public void Run_with_nothing_left_starts_no_worker()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        Write(sweep, "a1", RunStatus.Completed);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());

        var result = sweep.Run(workers);

        Assert.Empty(workers.All);
        Assert.Equal("all 1 trial had ended before", sweep.Observer.Starts[0].Reason);
        Assert.Equal((1, 0), (result.Rows.Count, result.Missing));
    }

    [Fact]
    public void Run_worker_dies_once_tries_its_trial_again_and_no_other()
    {
        using var sweep = new SweepFixture(cells: 3, seeds: 1);
        var deaths = 0;
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (sweep.NameOf(worker.Trials[0]!) == "b1" && deaths++ == 0)
                worker.Die(9);
            else
                worker.FinishAll();
        });

        var result = sweep.Run(workers);

        Assert.Equal(["a1", "b1", "b1", "c1"], workers.Deals);
        Assert.Contains("b1 lost: the worker process ended by signal 9; out of memory?", sweep.Observer.Events);
        Assert.All(result.Rows, row => Assert.Equal(RunStatus.Completed, row.Status));
    }

    [Fact]
    public void Run_worker_dies_twice_records_the_trial_as_failed_with_its_last_words_and_goes_on()
    {
        using var sweep = new SweepFixture(cells: 3, seeds: 1);
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (sweep.NameOf(worker.Trials[0]!) == "a1")
                worker.Die(11, "Segmentation fault");
            else
                worker.FinishAll();
        });

        var result = sweep.Run(workers);

        const string why = "the worker process ended by signal 11 twice (Segmentation fault)";
        Assert.Equal(["a1", "a1", "b1", "c1"], workers.Deals);
        Assert.Contains($"a1 lost for good: {why}", sweep.Observer.Events);
        Assert.Contains("a1 failed", sweep.Observer.Events);
        Assert.Equal((RunStatus.Failed, why), (result.Rows[0].Status, result.Rows[0].Message));
        Assert.Equal(result.Rows[0], sweep.Results["a1"]);
        Assert.Equal(result.Rows[0], sweep.FolderOf("a1").ReadRun());
        Assert.Equal((3, 0, false), (result.Rows.Count, result.Missing, result.Interrupted));
    }

    [Fact]
    public void Run_worker_dies_in_two_ways_says_both()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        var deaths = 0;
        var workers = new FakeWorkers(sweep, worker => worker.Die(deaths++ == 0 ? 9 : 6));

        var result = sweep.Run(workers);

        Assert.Equal("the worker process ended by signal 9, then ended by signal 6; out of memory?", result.Rows[0].Message);
    }

    [Fact]
    public void Run_trial_fails_with_an_error_is_recorded_and_not_tried_again_and_the_next_gets_a_new_worker()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 1);
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (sweep.NameOf(worker.Trials[0]!) == "a1")
                worker.Fail(0, "no such GPU");
            else
                worker.FinishAll();
        });

        var result = sweep.Run(workers);

        Assert.Equal(["a1", "b1"], workers.Deals);
        Assert.Equal(2, workers.All.Count);
        Assert.Equal((RunStatus.Failed, "no such GPU"), (sweep.Results["a1"].Status, sweep.Results["a1"].Message));
        Assert.Equal([RunStatus.Failed, RunStatus.Completed], result.Rows.Select(row => row.Status));
    }

    [Fact]
    public void Run_trial_recorded_its_own_failure_keeps_that_row()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        var own = Rows.Run(sweep.Trials[0].Experiment, RunStatus.Failed) with { Message = "out of memory", LastEpoch = 1, Seconds = 7 };
        var workers = new FakeWorkers(sweep, worker =>
        {
            sweep.FolderOf("a1").Record(() => own);
            worker.Fail(0, "out of memory");
        });

        Assert.Equal([own], sweep.Run(workers).Rows);
        Assert.Equal(own, sweep.Results["a1"]);
    }

    [Fact]
    public void Run_folder_is_in_use_reports_it_in_the_end_and_writes_nothing()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 1);
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (sweep.NameOf(worker.Trials[0]!) == "a1")
                worker.Fail(0, "process 7 is writing this run", FailureCause.FolderInUse);
            else
                worker.FinishAll();
        });

        var result = sweep.RunWithoutPatience(workers);

        Assert.Equal(["process 7 is writing this run"], sweep.Observer.Warnings);
        Assert.Equal((1, 1, false), (result.Rows.Count, result.Missing, result.Interrupted));
        Assert.Equal(["b1"], sweep.Results.Keys);
        Assert.False(Directory.Exists(sweep.FolderOf("a1").FullName));
    }

    [Fact]
    public void Run_folder_is_in_use_for_a_while_waits_for_it()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 1);
        var attempts = 0;
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (sweep.NameOf(worker.Trials[0]!) == "a1" && attempts++ < 3)
                worker.Fail(0, "process 7 is writing this run", FailureCause.FolderInUse);
            else
                worker.FinishAll();
        });

        var result = sweep.RunWithoutPatience(workers);

        Assert.Empty(sweep.Observer.Warnings);
        Assert.Single(sweep.Observer.Events, said => said.StartsWith("a1 lost: process 7 is writing this run", StringComparison.Ordinal));
        Assert.Equal([RunStatus.Completed, RunStatus.Completed], result.Rows.Select(row => row.Status));
    }

    [Fact]
    public void Run_data_cannot_be_used_stops_with_that_and_records_no_failure()
    {
        using var sweep = new SweepFixture(cells: 3, seeds: 2);
        var workers = new FakeWorkers(sweep, worker => worker.Fail(0, "train-images-idx3-ubyte: is damaged", FailureCause.Data));

        var error = Assert.Throws<UserException>(() => sweep.Run(workers, jobs: 2));

        Assert.Equal((1, "train-images-idx3-ubyte: is damaged"), (error.ExitCode, error.Message));
        Assert.InRange(workers.Deals.Count, 1, 2);
        Assert.False(Directory.Exists(Path.Combine(sweep.RunsFolder, "tiny", "results.csv")));
    }

    [Fact]
    public void Run_on_a_GPU_that_is_not_there_deals_nothing()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 2, device: "cuda");
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());

        var error = Assert.Throws<UserException>(() => sweep.Run(workers));

        Assert.Equal((2, "device: cuda, but this libtorch sees no GPU; use device: cpu"), (error.ExitCode, error.Message));
        Assert.Empty(workers.Deals);
    }

    [Fact]
    public void Run_folder_is_of_another_configuration_reports_it_and_writes_nothing()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        var workers = new FakeWorkers(sweep, worker => worker.Fail(0, "train.epochs differs", FailureCause.OtherConfiguration));

        var result = sweep.Run(workers);

        Assert.Equal(["train.epochs differs"], sweep.Observer.Warnings);
        Assert.Equal((0, 1, false), (result.Rows.Count, result.Missing, result.Interrupted));
        Assert.Single(workers.Deals);
    }

    [Theory]
    [InlineData(RunStatus.Diverged)]
    [InlineData(RunStatus.Failed)]
    public void Run_fail_fast_stops_the_others_with_checkpoints(RunStatus status)
    {
        using var sweep = new SweepFixture(cells: 4, seeds: 1);
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (sweep.NameOf(worker.Trials[0]!) == "b1")
                worker.Finish(0, status);
        });

        var result = sweep.Run(workers, jobs: 2, failFast: true);

        Assert.Equal(["a1", "b1"], workers.Deals);
        Assert.Equal([RunStatus.Interrupted, status], result.Rows.Select(row => row.Status));
        Assert.Equal((2, false), (result.Missing, result.Interrupted));
    }

    [Fact]
    public void Run_without_fail_fast_goes_on_after_a_divergence()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 1);
        var workers = new FakeWorkers(sweep, worker => worker.Finish(0, RunStatus.Diverged));

        Assert.Equal([RunStatus.Diverged, RunStatus.Diverged], sweep.Run(workers).Rows.Select(row => row.Status));
    }

    [Fact]
    public void Run_cancelled_has_every_worker_save_and_end()
    {
        using var sweep = new SweepFixture(cells: 4, seeds: 1);
        using var stop = new CancellationTokenSource();
        var running = 0;
        var workers = new FakeWorkers(sweep, _ =>
        {
            if (++running == 2)
                stop.Cancel();
        });

        var result = sweep.Run(workers, jobs: 2, cancellation: stop.Token);

        Assert.Equal(["a1", "b1"], workers.Deals);
        Assert.Equal([RunStatus.Interrupted, RunStatus.Interrupted], result.Rows.Select(row => row.Status));
        Assert.Equal((2, true), (result.Missing, result.Interrupted));
        Assert.Contains("a1 interrupted", sweep.Observer.Events);
    }

    [Fact]
    public void Run_cancelled_before_it_began_touches_nothing()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());

        var result = sweep.Run(workers, cancellation: new CancellationToken(canceled: true));

        Assert.Empty(workers.All);
        Assert.Equal((0, 1, true), (result.Rows.Count, result.Missing, result.Interrupted));
    }

    [Fact]
    public void Run_cancelled_at_its_very_end_is_not_interrupted()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        using var stop = new CancellationTokenSource();
        sweep.Observer.OnFinished = (_, _) => stop.Cancel();

        Assert.False(sweep.Run(new FakeWorkers(sweep, worker => worker.FinishAll()), cancellation: stop.Token).Interrupted);
    }

    [Fact]
    public void Run_worker_dies_while_it_stops_leaves_the_trial_as_it_is()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 1);
        using var stop = new CancellationTokenSource();
        var workers = new FakeWorkers(sweep, worker =>
        {
            stop.Cancel(); // its letter is on the way first
            worker.Die(9);
        });

        var result = sweep.Run(workers, cancellation: stop.Token);

        Assert.Equal(["a1"], workers.Deals);
        Assert.Contains("a, seed 1: the worker process ended by signal 9 before it had stopped", Assert.Single(sweep.Observer.Warnings));
        Assert.Equal((0, 2, true), (result.Rows.Count, result.Missing, result.Interrupted));
    }

    [Fact]
    public void Run_worker_is_stopped_from_outside_tries_the_trial_again_in_another()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        var runs = 0;
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (runs++ == 0)
                worker.Finish(0, RunStatus.Interrupted);
            else
                worker.FinishAll();
        });

        var result = sweep.Run(workers);

        Assert.Equal(2, workers.All.Count);
        Assert.Contains("a1 lost: the worker process was told to stop", sweep.Observer.Events);
        Assert.Equal(RunStatus.Completed, Assert.Single(result.Rows).Status);
    }

    [Fact]
    public void Run_garbage_among_the_lines_is_logged_and_harms_nothing()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        var workers = new FakeWorkers(sweep, worker =>
        {
            string[] garbage =
            [
                "Intel MKL WARNING", "{", "[]", "null", "{\"kind\":\"surprise\"}", "{\"kind\":\"finished\",\"trial\":0}", "{\"kind\":\"finished\",\"trial\":0,\"row\":null}",
                "{\"trial\":0,\"done\":0.5}", "{\"kind\":\"progressed\",\"trial\":1,\"done\":0.5}", "{\"kind\":\"progressed\",\"trial\":-1,\"done\":0.5}",
                "{\"kind\":\"timed\",\"seconds_per_step\":[1]}", new string('x', 10_000),
            ];
            foreach (var line in garbage)
                worker.Say(line);
            worker.Say(new ProgressedReply(0, 0.25));
            worker.FinishAll();
        });

        var result = sweep.Run(workers);

        Assert.Equal(RunStatus.Completed, Assert.Single(result.Rows).Status);
        Assert.Equal([0.25], sweep.Observer.Progress);
        Assert.Equal(12, workers.All[0].Logged.Count);
        Assert.All(workers.All[0].Logged, line => Assert.True(line.Length < 300));
    }

    [Fact]
    public void Run_no_worker_can_be_started_says_why_after_two_attempts()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        var workers = new FakeWorkers(sweep, _ => { })
        {
            OnStart = worker => worker.Die(6, "libtorch.so: cannot open shared object file"),
        };

        var error = Assert.Throws<UserException>(() => sweep.Run(workers));

        Assert.Equal("a worker process cannot be started: it ended by signal 6 (libtorch.so: cannot open shared object file)", error.Message);
        Assert.Equal(2, workers.All.Count);
    }

    [Fact]
    public void Run_some_workers_cannot_be_started_leaves_the_work_to_the_others()
    {
        using var sweep = new SweepFixture(cells: 3, seeds: 2);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll())
        {
            OnStart = worker =>
            {
                if (worker.Settings.Number == 1)
                    worker.Hello();
                else
                    worker.Die(9);
            },
        };

        var result = sweep.Run(workers, jobs: 2);

        Assert.Equal(6, result.Rows.Count(row => row.Status == RunStatus.Completed));
    }

    [Fact]
    public void Run_worker_of_another_build_is_refused()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll()) { OnStart = worker => worker.Hello(build: "another") };

        var error = Assert.Throws<UserException>(() => sweep.Run(workers));

        Assert.Contains("built anew", error.Message);
        Assert.True(Assert.Single(workers.All).WasKilled);
    }

    [Fact]
    public void Run_with_stacks_gives_whole_jobs_to_workers()
    {
        using var sweep = new SweepFixture(cells: 3, seeds: 1);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());

        var result = sweep.Run(workers, planner: new Stacks(2));

        Assert.Equal(["a1+b1", "c1"], workers.Deals);
        Assert.Contains("a1 on 1 with 2", sweep.Observer.Events);
        Assert.Equal((2, 3), (sweep.Observer.Starts[0].StackMembers, result.Rows.Count));
    }

    [Fact]
    public void Run_worker_of_a_stack_dies_tries_each_member_that_was_not_over_alone()
    {
        using var sweep = new SweepFixture(cells: 4, seeds: 1);
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (worker.Trials.Length > 1)
            {
                worker.Finish(1, RunStatus.Diverged);
                worker.Die(9);
            }
            else if (sweep.NameOf(worker.Trials[0]!) == "c1")
            {
                worker.Die(9);
            }
            else
            {
                worker.FinishAll();
            }
        });

        var result = sweep.Run(workers, planner: new Stacks(3));

        Assert.Equal(["a1+b1+c1", "a1", "c1", "d1"], workers.Deals);
        Assert.Equal(
            [RunStatus.Completed, RunStatus.Diverged, RunStatus.Failed, RunStatus.Completed], result.Rows.Select(row => row.Status));
        Assert.Equal("the worker process ended by signal 9 twice; out of memory?", result.Rows[2].Message);
    }

    [Fact]
    public void Run_stack_fails_with_an_error_tries_each_member_alone_in_another_worker()
    {
        using var sweep = new SweepFixture(cells: 3, seeds: 1);
        var workers = new FakeWorkers(sweep, worker =>
        {
            if (worker.Trials.Length > 1)
            {
                worker.Fail(0, "CUDA out of memory");
                worker.Fail(1, "CUDA out of memory");
            }
            else if (sweep.NameOf(worker.Trials[0]!) == "b1")
            {
                worker.Fail(0, "its own mistake");
            }
            else
            {
                worker.FinishAll();
            }
        });

        var result = sweep.Run(workers, planner: new Stacks(2));

        Assert.Equal(["a1+b1", "c1", "a1", "b1"], workers.Deals);
        Assert.Contains("a1 lost: a stack of 2 failed: CUDA out of memory", sweep.Observer.Events);
        Assert.Equal(["", "its own mistake", ""], result.Rows.Select(row => row.Message));
        Assert.Equal(2, workers.All.Count);
    }

    [Fact]
    public void Forecast_times_steps_and_runs_no_trial()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 4);
        var workers = new FakeWorkers(sweep, _ => Assert.Fail("a trial was dealt")) { OnTime = _ => new TimedReply(0.002) };

        var start = SweepRun.Forecast(
            "tiny", sweep.Trials, sweep.ConfigOf, new SweepRunOptions { RunsFolder = sweep.RunsFolder, Jobs = 2 }, workers, CancellationToken.None,
            new StackPlanner(forecast: true));

        // 4 trials of 2 epochs of 20,000 - 5,000 samples in batches of 500, on 2 workers.
        Assert.Equal(4 * 2 * 30 * 0.002 / 2, start!.Seconds!.Value, 1e-9);
        Assert.Equal((2, 1), (start.Workers, start.StackMembers));
        Assert.Contains("a step takes 2 ms", start.Reason);
        Assert.Empty(workers.Deals);
        Assert.False(File.Exists(Path.Combine(sweep.RunsFolder, "tiny", "results.csv")));
    }

    [Fact]
    public void Forecast_that_is_stopped_says_nothing()
    {
        using var sweep = new SweepFixture(cells: 1, seeds: 1);
        using var stop = new CancellationTokenSource();
        var workers = new FakeWorkers(sweep, _ => Assert.Fail("a trial was dealt")) { OnStart = worker => { stop.Cancel(); worker.Hello(); } };

        Assert.Null(SweepRun.Forecast(
            "tiny", sweep.Trials, sweep.ConfigOf, new SweepRunOptions { RunsFolder = sweep.RunsFolder }, workers, stop.Token, new OneByOne()));
    }

    [Fact]
    public void Plan_can_time_steps_in_a_worker()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 2);
        var asked = new List<int>();
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll())
        {
            OnTime = request =>
            {
                asked.Add(request.Trials.Count);
                return new TimedReply(request.Trials.Count == 1 ? 0.5 : null);
            },
        };
        var planner = new Timing([1, 2]);

        sweep.Run(workers, planner: planner);

        Assert.Equal([0.5, null], planner.Seconds);
        Assert.Equal([1, 2], asked);
        Assert.Equal(4, workers.Deals.Count);
        Assert.Equal(2, workers.All.Count); // the one that could not time may hold memory, and ended
    }

    [Fact]
    public void Plan_worker_dies_of_timing_says_nothing_was_measured_and_the_sweep_goes_on()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 1);
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());
        var planner = new Timing([1, 2, 4]);

        var result = sweep.Run(workers, planner: planner);

        Assert.Equal([null, null, null], planner.Seconds);
        Assert.Equal(2, result.Rows.Count);
    }

    [Fact]
    public void Run_on_several_GPUs_deals_them_to_the_workers()
    {
        using var sweep = new SweepFixture(cells: 4, seeds: 1, device: "auto");
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll()) { OnStart = worker => worker.Hello(gpus: worker.Settings.Gpu is null ? 2 : 1) };

        var result = sweep.Run(workers, jobs: 3);

        // The first told what there is, and began anew with a GPU of its own.
        Assert.Null(workers.All[0].Settings.Gpu);
        Assert.Equal([(1, "0"), (2, "1"), (3, "0")], workers.All.Skip(1).Select(worker => (worker.Settings.Number, worker.Settings.Gpu!)).Order());
        Assert.Equal(4, result.Rows.Count);
    }

    [Fact]
    public void Run_folder_of_another_configuration_is_named_before_anything_starts()
    {
        using var sweep = new SweepFixture(cells: 2, seeds: 1);
        Directory.CreateDirectory(sweep.FolderOf("b1").FullName);
        File.WriteAllText(sweep.FolderOf("b1").ConfigFile, ExperimentYaml.Write(sweep.Trials[0].Experiment));
        var workers = new FakeWorkers(sweep, worker => worker.FinishAll());

        Assert.Throws<ConfigurationException>(() => sweep.Run(workers));
        Assert.Empty(workers.All);
    }

    private static void Write(SweepFixture sweep, string trial, RunStatus status)
    {
        var experiment = sweep.Trials.Single(other => sweep.NameOf(other) == trial).Experiment;
        sweep.FolderOf(trial).Record(() => Rows.Run(experiment, status));
    }

    private sealed class Stacks(int members) : IJobPlanner
    {
        public JobPlan Plan(IReadOnlyList<SweepTrial> pending, SweepMachine machine, IStepTimer timer) =>
            new([.. pending.Chunk(members).Select(trials => new SweepJob(trials))], "as asked");
    }

    private sealed class Timing(IReadOnlyList<int> members) : IJobPlanner
    {
        public IReadOnlyList<double?> Seconds { get; private set; } = [];

        public JobPlan Plan(IReadOnlyList<SweepTrial> pending, SweepMachine machine, IStepTimer timer)
        {
            Seconds = [.. members.Select(count => timer.SecondsPerStep([.. pending.Take(count)]))];
            return new OneByOne().Plan(pending, machine, timer);
        }
    }
}
