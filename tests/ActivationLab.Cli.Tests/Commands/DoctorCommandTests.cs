using System.Globalization;

namespace ActivationLab.Cli.Tests.Commands;

public class DoctorCommandTests
{
    [Fact]
    public void Doctor_healthy_machine_ends_with_0()
    {
        using var lab = new Lab();

        Assert.Equal(0, Examine(lab));

        var report = lab.Out.ToString();
        Assert.Contains("ok       BLAS            OpenBLAS (OpenMP), 100 GFLOP/s (/usr/lib/libblas.so.3)\n", report);
        Assert.Contains("ok       bf16            AVX512-BF16 on this CPU, 200 GFLOP/s\n", report);
        Assert.Contains("ok       CUDA            no NVIDIA GPU here", report);
        Assert.Contains("warning  Fashion-MNIST   missing in", report);
        Assert.Contains("cure: activationlab data fetch fashion_mnist", report);
        Assert.Contains("ok       runs folder     ", report);
        Assert.EndsWith("The lab can train here.\n", report);
        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.Folder));
    }

    [Fact]
    public void Doctor_missing_libtorch_is_an_error_with_its_cure()
    {
        using var lab = new Lab();
        var error = new TypeInitializationException("torch", new DllNotFoundException("libtorch could not be loaded: libc10.so"));
        lab.Services = lab.Services with { DescribeTorch = _ => throw error };

        Assert.Equal(1, Examine(lab));

        Assert.Contains("error    libtorch       libtorch could not be loaded: libc10.so\n", lab.Out.ToString());
        Assert.Contains("cure: install libtorch-dev", lab.Out.ToString());
        Assert.EndsWith("The lab cannot train here yet.\n", lab.Out.ToString());
    }

    [Fact]
    public void Doctor_slow_blas_is_a_warning_with_its_cure()
    {
        using var lab = new Lab();
        var facts = Lab.GoodTorch with { Blas = "reference BLAS", BlasIsFast = false, Warning = "slow BLAS: install libopenblas0-openmp" };
        lab.Services = lab.Services with { DescribeTorch = _ => facts, MeasureGflops = _ => 6 };

        Assert.Equal(0, Examine(lab));

        Assert.Matches(@"warning  BLAS +reference BLAS, 6 GFLOP/s .*\n +cure: slow BLAS: install libopenblas0-openmp\n", lab.Out.ToString());
    }

    [Fact]
    public void Doctor_cpu_without_bf16_is_told_that_it_would_be_slow_and_not_measured()
    {
        using var lab = new Lab();
        lab.Services = lab.Services with
        {
            CpuBf16 = () => null,
            MeasureBf16Gflops = _ => throw new InvalidOperationException("takes seconds"),
            DescribeTorch = _ => Lab.GoodTorch with { Gpus = 1, Cuda = "12.1" },
        };

        Assert.Equal(0, Examine(lab));

        Assert.Contains("ok       bf16            none on this CPU, where train.precision: bf16 would be slow; NVIDIA GPUs have it since Ampere (2020)\n", lab.Out.ToString());
    }

    [Fact]
    public void Doctor_gpu_that_libtorch_cannot_use_is_a_warning()
    {
        using var lab = new Lab();
        lab.Services = lab.Services with { HasNvidiaGpu = () => true };

        Assert.Equal(0, Examine(lab));

        Assert.Matches(@"warning  CUDA .*no CUDA\n +cure: build with TORCH=cuda", lab.Out.ToString());
    }

    [Fact]
    public void Doctor_more_threads_than_cores_is_a_warning()
    {
        using var lab = new Lab();
        var threads = Environment.ProcessorCount + 1;
        lab.Services = lab.Services with { DescribeTorch = _ => Lab.GoodTorch with { Threads = threads }, MeasureGflops = _ => 1e6 };

        Assert.Equal(0, Examine(lab));

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"warning  threads         {threads} of "), lab.Out.ToString());
    }

    [Fact]
    public void Doctor_file_in_place_of_the_runs_folder_is_an_error()
    {
        using var lab = new Lab();
        var file = lab.Write("runs", "");

        Assert.Equal(1, lab.Run("doctor", "--runs", Path.Combine(file, "below"), "--data", lab.Folder));

        Assert.Contains("is a file where a folder is needed", lab.Out.ToString());
        Assert.Contains("or choose another folder with --runs", lab.Out.ToString());
    }

    private static int Examine(Lab lab) =>
        lab.Run("doctor", "--runs", Path.Combine(lab.Folder, "runs"), "--data", Path.Combine(lab.Folder, "data"));
}
