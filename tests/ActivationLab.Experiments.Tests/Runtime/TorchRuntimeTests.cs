using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Tests.Support;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Runtime;

[Collection(TorchCollection.Name)]
public class TorchRuntimeTests
{
    private const string Debian = "LAPACK is enabled (usually provided by MKL)\n - Build settings: BLAS_INFO=generic, USE_MKLDNN=ON, ";
    private const string Wheel = "Intel(R) oneAPI Math Kernel Library\n - Build settings: BLAS_INFO=mkl, LAPACK_INFO=mkl, ";

    [Theory]
    [InlineData(Debian, "/usr/lib/x/openblas-openmp/liblapack.so.3 /usr/lib/x/openblas-openmp/libopenblasp-r0.3.21.so", "OpenBLAS (OpenMP)", true)]
    [InlineData(Debian, "/usr/lib/x/openblas-pthread/libopenblasp-r0.3.21.so", "OpenBLAS (pthreads)", false)]
    [InlineData(Debian, "/usr/lib/x/openblas-serial/libopenblas.so.0", "OpenBLAS (one thread)", false)]
    [InlineData(Debian, "/usr/lib/x/blas/libblas.so.3.11.0", "reference BLAS", false)]
    [InlineData(Wheel, "/usr/lib/x/openblas-openmp/libblas.so.3", "MKL", true)]
    [InlineData("", "/nuget/libtorch_cpu.so", "MKL", true)]
    [InlineData(Debian, "/usr/lib/libtorch_cpu.so", null, true)]
    public void Blas_loaded_libraries_say_which_it_is_and_whether_it_is_slow(string build, string libraries, string? name, bool fast)
    {
        var found = TorchRuntime.Blas(build, libraries.Split(' '));

        Assert.Equal(name, found.Name);
        Assert.Equal(fast, found.Cure is null);
    }

    [Fact]
    public void Blas_path_is_the_library_rather_than_one_of_its_other_names() =>
        Assert.EndsWith("libopenblasp.so", TorchRuntime.Blas(Debian, ["/a/openblas-openmp/liblapack.so.3", "/a/openblas-openmp/libopenblasp.so"]).Path);

    [Fact]
    public void Describe_names_a_provider_and_a_version()
    {
        var facts = TorchRuntime.Describe();

        Assert.Contains(facts.Provider, new[] { "system", "cpu", "cuda" });
        Assert.Matches(@"^\d+\.\d+", facts.Libtorch);
        Assert.True(facts.Threads >= 1);
    }

    [Fact]
    public void Device_more_than_there_are_is_a_line_with_exit_code_2()
    {
        var error = Assert.Throws<UserException>(() => TorchRuntime.Device("cuda:99"));

        Assert.Equal(2, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Device_auto_is_a_gpu_only_where_there_is_one() =>
        Assert.Equal(cuda.is_available() ? "cuda:0" : "cpu", TorchRuntime.Device("auto").ToString());

    [Theory]
    [InlineData(TrainPrecision.Float32)]
    [InlineData(TrainPrecision.Bf16)]
    public void MeasureGflops_is_a_rate(TrainPrecision precision) =>
        Assert.InRange(TorchRuntime.MeasureGflops(TimeSpan.FromMilliseconds(50), precision: precision), 0.1, 1e6);

    [Theory]
    [InlineData(TrainPrecision.Tf32, true)]
    [InlineData(TrainPrecision.Float32, false)]
    [InlineData(TrainPrecision.Bf16, false)]
    public void SetPrecision_allows_Tf32_where_it_is_asked_for_alone(TrainPrecision precision, bool allowed)
    {
        // Neither is so already.
        (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (!allowed, !allowed);

        TorchRuntime.SetPrecision(precision);

        Assert.Equal((allowed, allowed), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        Assert.Equal(new Tf32Record(allowed, allowed), TorchRuntime.Tf32);
        TorchRuntime.SetPrecision(TrainPrecision.Float32);
    }

    [Fact]
    public void Of_a_message_with_a_native_stack_is_its_first_part_in_one_line() =>
        Assert.Equal(
            "sizes differ: 2 and 3",
            LibtorchMessage.Of(new InvalidOperationException("sizes differ:\n2 and 3\nException raised from infer_size at ExpandUtils.cpp:17\nframe #0")));
}
