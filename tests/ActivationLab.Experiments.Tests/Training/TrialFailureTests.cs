using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class TrialFailureTests : IDisposable
{
    private const string Why = "the worker process ended by signal 9 twice; out of memory?";

    private readonly TrialFiles _trials = new();

    private RunFolder Folder => _trials.FolderOf(TrialFiles.Mlp);

    public void Dispose() => _trials.Dispose();

    [Fact]
    public void Record_before_anything_was_written_says_what_failed_and_why()
    {
        var row = Record();

        Assert.Equal((RunStatus.Failed, Why, 0, 0, 0.0), (row.Status, row.Message, row.LastEpoch, row.BestEpoch, row.Seconds));
        Assert.Equal(("cpu", 3), (row.Device, row.Threads));
        Assert.Equal(row, _trials.RunRow(TrialFiles.Mlp));
        Assert.Equal([row], _trials.Results(TrialFiles.Mlp));
        Assert.Equal(TrialFiles.Mlp, ExperimentLoader.Load(Folder.ConfigFile, []), (a, b) => ExperimentYaml.Write(a!) == ExperimentYaml.Write(b!));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Folder.FullName)!, ".*.lock*"));
    }

    [Fact]
    public void Record_of_a_trial_that_was_stopped_has_the_figures_of_its_epochs_and_leaves_its_checkpoint()
    {
        var stopped = Stop(afterEpoch: 2);
        var before = _trials.Snapshot();

        var row = Record();

        // All that the stopped trial itself had said, but for how it ended; the time is that of its epochs.
        Assert.Equal(stopped with { Status = RunStatus.Failed, Message = Why, Seconds = row.Seconds, ImagesPerSecond = row.ImagesPerSecond }, row);
        Assert.Equal(stopped.ImagesPerSecond!.Value, row.ImagesPerSecond!.Value, stopped.ImagesPerSecond.Value * 1e-6);
        Assert.InRange(row.Seconds, double.Epsilon, stopped.Seconds);
        var changed = _trials.Snapshot().Where(file => before[file.Key] != file.Value).Select(file => Path.GetFileName(file.Key)).Order();
        Assert.Equal(["results.csv", "run.csv", "summary.csv"], changed);
    }

    [Fact]
    public void Record_trial_goes_on_afterwards_to_the_files_of_one_that_was_never_stopped()
    {
        using var whole = new TrialFiles();
        whole.Run(TrialFiles.Mlp);
        Stop(afterEpoch: 2);
        Record();

        _trials.Run(TrialFiles.Mlp);

        TrialFiles.AssertSame(whole.FolderOf(TrialFiles.Mlp), Folder);
        Assert.Equal(RunStatus.Completed, Assert.Single(_trials.Results(TrialFiles.Mlp)).Status);
    }

    [Fact]
    public void Record_of_a_trial_that_has_ended_changes_nothing()
    {
        var end = _trials.Run(TrialFiles.Mlp).Run;
        var before = _trials.Snapshot();

        Assert.Equal(end, Record());
        Assert.Equal(before, _trials.Snapshot());
    }

    [Fact]
    public void Record_of_a_folder_that_another_process_writes_is_refused()
    {
        using var writer = Folder.Open(fresh: false);

        var error = Assert.Throws<RunInUseException>(() => Record());

        Assert.Contains($"process {Environment.ProcessId} on ", error.Message);
        Assert.False(File.Exists(Folder.RunFile));
    }

    [Fact]
    public void Record_with_damaged_epochs_is_done_all_the_same()
    {
        Stop(afterEpoch: 1);
        File.WriteAllText(Folder.EpochsFile, "epoch,st");

        Assert.Equal((RunStatus.Failed, 0), (Record().Status, _trials.RunRow(TrialFiles.Mlp).LastEpoch));
    }

    private RunRow Record() => TrialFailure.Record(TrialFiles.Mlp, _trials.RunsFolder, Why, threads: 3);

    private RunRow Stop(int afterEpoch)
    {
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            OnEpoch = epoch =>
            {
                if (epoch.Epoch == afterEpoch)
                    stop.Cancel();
            },
        };
        return _trials.Run(TrialFiles.Mlp, observer, stop.Token).Run;
    }
}
