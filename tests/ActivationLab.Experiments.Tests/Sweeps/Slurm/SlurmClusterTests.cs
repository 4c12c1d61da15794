using ActivationLab.Experiments.Data.Fetching;
using ActivationLab.Experiments.Sweeps.Slurm;
using ActivationLab.Experiments.Tests.Data;

namespace ActivationLab.Experiments.Tests.Sweeps.Slurm;

public class SlurmClusterTests
{
    private readonly FakeSlurm _slurm = new();

    [Fact]
    public void ReadMaxArraySize_reads_the_configuration()
    {
        _slurm.MaxArraySize = 4001;
        Assert.Equal(4001, _slurm.Cluster.ReadMaxArraySize());
    }

    [Theory]
    [InlineData("MaxArraySize            = 1001\n", 1001)]
    [InlineData("A = 1\nMaxArraySize=6\nMaxJobCount             = 10000\n", 6)]
    [InlineData("xMaxArraySize = 6\n", null)]
    [InlineData("MaxArraySize = N/A\n", null)]
    [InlineData("", null)]
    public void ParseMaxArraySize_finds_the_line(string config, int? expected) => Assert.Equal(expected, SlurmCluster.ParseMaxArraySize(config));

    [Fact]
    public void ReadMaxArraySize_no_arrays_says_so()
    {
        _slurm.MaxArraySize = 0;
        Assert.Equal("this cluster takes no job arrays (its MaxArraySize is 0)", Message(() => _slurm.Cluster.ReadMaxArraySize()));
    }

    [Fact]
    public void ReadMaxArraySize_controller_is_down_repeats_its_words_in_one_line()
    {
        _slurm.Programs.With("scontrol", (_, _) => new ProcessResult(1, "", "slurm_load_ctl_conf error: Unable to contact slurm controller (connect failure)\n"));
        Assert.Equal(
            "the cluster's controller does not answer: slurm_load_ctl_conf error: Unable to contact slurm controller (connect failure)",
            Message(() => _slurm.Cluster.ReadMaxArraySize()));
    }

    [Fact]
    public void Commands_without_slurm_say_what_is_missing_and_what_to_do()
    {
        var cluster = new SlurmCluster(new FakePrograms());
        Assert.Equal(
            "there is no sbatch here, so Slurm's commands are not installed or not on the PATH; run this on a login node of the cluster, or without --launcher slurm",
            Message(() => cluster.Submit("a.sbatch", "0")));
        Assert.StartsWith("there is no scontrol here", Message(() => cluster.ReadMaxArraySize()));
        Assert.Null(cluster.FindQueued(["1"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(";north")]
    public void Submit_returns_the_id(string suffix)
    {
        _slurm.ClusterSuffix = suffix;
        Assert.Equal("101", _slurm.Cluster.Submit("/a b/sweep.sbatch", "0-5", "12"));
        Assert.Equal("sbatch --parsable --array=0-5 /a b/sweep.sbatch 12", Assert.Single(_slurm.Programs.Runs));
    }

    [Fact]
    public void Submit_refused_is_one_line_with_sbatchs_reasons()
    {
        _slurm.Accepts = 0;
        Assert.Equal(
            "sbatch refused x.sbatch: QOSMaxSubmitJobPerUserLimit; Batch job submission failed: Job violates accounting/QOS policy",
            Message(() => _slurm.Cluster.Submit("x.sbatch", "0")));
    }

    [Fact]
    public void FindQueued_reads_tasks_and_leaves_out_those_that_end()
    {
        _slurm.Queue = new ProcessResult(0, "7|0|R|a|b\n7|1|PD|a|b\n7|2|CG|a|b\n8|N/A|R|other\n", "");
        Assert.Equal([new QueuedTask("7", 0, "a|b"), new QueuedTask("7", 1, "a|b")], _slurm.Cluster.FindQueued(["7", "8"]));
        Assert.Contains("--jobs=7,8", Assert.Single(_slurm.Programs.Runs));
    }

    [Fact]
    public void FindQueued_forgotten_job_is_not_in_the_queue()
    {
        _slurm.Queue = new ProcessResult(1, "", "slurm_load_jobs error: Invalid job id specified\n");
        Assert.Equal([], _slurm.Cluster.FindQueued(["7"]));
    }

    [Fact]
    public void FindQueued_other_errors_are_not_an_empty_queue()
    {
        _slurm.Queue = new ProcessResult(1, "", "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n");
        Assert.Null(_slurm.Cluster.FindQueued(["7"]));
    }

    private static string Message(Action action)
    {
        var error = Assert.Throws<SlurmException>(action);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }
}
