using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps.Workers;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

public class CrewTests
{
    [Theory]
    [InlineData(null, 8, 8, 1, "8 workers of 1 thread, one a core (8 cores)")]
    [InlineData(null, 1, 1, 1, "1 worker of 1 thread, one a core (1 core)")]
    [InlineData(2, 8, 2, 4, "2 workers of 4 threads, as asked (8 cores)")]
    [InlineData(3, 8, 3, 2, "3 workers of 2 threads, as asked (8 cores)")]
    [InlineData(16, 8, 16, 1, "16 workers of 1 thread, as asked (8 cores)")]
    public void For_a_CPU_is_one_worker_a_core_or_what_was_asked(int? jobs, int cores, int workers, int threads, string reason)
    {
        var crew = Crew.For(jobs, cores, gpus: 0, On("auto"), visible: null);

        Assert.Equal((workers, threads, 0, reason), (crew.Workers, crew.Threads, crew.Gpus, crew.Reason));
        Assert.Null(crew.GpuOf(1));
    }

    [Theory]
    [InlineData(null, 4, 4, "4 workers of 4 threads, one a GPU (4 GPUs)")]
    [InlineData(8, 8, 2, "8 workers of 2 threads, as asked (4 GPUs)")]
    public void For_GPUs_is_one_worker_each_or_what_was_asked(int? jobs, int workers, int threads, string reason)
    {
        var crew = Crew.For(jobs, cores: 16, gpus: 4, On("auto", "cuda"), visible: null);

        Assert.Equal((workers, threads, 4, reason), (crew.Workers, crew.Threads, crew.Gpus, crew.Reason));
        Assert.Equal(["0", "1", "2", "3", "0"], Enumerable.Range(1, 5).Select(crew.GpuOf));
    }

    [Fact]
    public void For_GPUs_that_the_user_chose_deals_those() =>
        Assert.Equal(["5", "GPU-4f", "5"], Enumerable.Range(1, 3).Select(Crew.For(null, 16, gpus: 2, On("auto"), visible: "5, GPU-4f").GpuOf));

    [Fact]
    public void For_one_GPU_or_GPUs_named_in_the_configurations_deals_none()
    {
        Assert.Null(Crew.For(null, 16, gpus: 1, On("auto"), visible: null).GpuOf(1));
        Assert.Null(Crew.For(null, 16, gpus: 4, On("cuda:0", "cuda:3"), visible: null).GpuOf(1));
    }

    [Fact]
    public void For_trials_that_want_the_CPU_leaves_the_GPUs_alone()
    {
        var crew = Crew.For(null, cores: 8, gpus: 4, On("cpu"), visible: null);

        Assert.Equal((8, 0), (crew.Workers, crew.Gpus));
    }

    private static IEnumerable<Experiment> On(params string[] devices) => devices.Select(device => new Experiment { Name = "a", Device = device });
}
