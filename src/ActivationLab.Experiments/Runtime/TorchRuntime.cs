using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Runtime;

/// <summary>Sets the tensor library up and tells what it is. Works with every provider of TorchSharp's API.</summary>
public static partial class TorchRuntime
{
    // A process keeps the BLAS that libtorch was loaded with, and looking among hundreds of libraries takes milliseconds.
    private static readonly Lazy<(string? Name, string? Path, string? Cure, string? Kernels)> s_blas = new(() =>
    {
        var (name, path, cure) = Blas(AppContext.GetData("torch.build") as string ?? "", LoadedLibraries());
        return (name, path, cure, path is null ? null : OpenBlas.Kernels(path));
    });

    /// <summary>The provider of TorchSharp's API that the lab was built for: <c>system</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public static string Provider { get; } = typeof(TorchRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "TorchProvider").Value!;

    /// <summary>Sets how many threads one operation may use; null for the cores that the process may use.</summary>
    public static void SetThreads(int? threads) => set_num_threads(threads ?? Environment.ProcessorCount);

    /// <summary>
    /// Sets what float32 means on a GPU, for this process: with <see cref="TrainPrecision.Tf32"/> libtorch may round what enters matrix products and
    /// convolutions to TensorFloat-32, otherwise to nothing less than single precision. (What libtorch does unless told, and Python's PyTorch, is
    /// the one for products and the other for convolutions.)
    /// </summary>
    public static void SetPrecision(TrainPrecision precision)
    {
        var allowed = precision == TrainPrecision.Tf32;
        (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (allowed, allowed);
    }

    /// <summary>Whether TensorFloat-32 is allowed now.</summary>
    public static Tf32Record Tf32 => new(backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32);

    /// <summary>Whether a text is a name for <see cref="Device"/>, whatever GPUs there are.</summary>
    public static bool IsDeviceName(string text) => DeviceName().IsMatch(text);

    /// <summary>The device that a configuration means.</summary>
    /// <param name="name"><c>auto</c> (a GPU if there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="UserException">There is no such GPU.</exception>
    public static Device Device(string name)
    {
        if (name == "cpu")
            return CPU;
        var gpus = cuda.is_available() ? cuda.device_count() : 0;
        CheckDevice(name, gpus);
        if (name == "auto")
            return gpus > 0 ? device("cuda:0") : CPU;
        return device($"cuda:{GpuOf(name)}");
    }

    /// <summary>Throws if there is no such device.</summary>
    /// <param name="name">The device that a configuration names.</param>
    /// <param name="gpus">GPUs that libtorch sees.</param>
    /// <exception cref="UserException">There is no such GPU.</exception>
    public static void CheckDevice(string name, int gpus)
    {
        if (name is "auto" or "cpu")
            return;
        if (gpus == 0)
            throw new UserException($"device: {name}, but this libtorch sees no GPU; use device: cpu", 2);
        if (GpuOf(name) >= gpus)
            throw new UserException($"device: {name}, but there are only {gpus} GPUs, cuda:0 to cuda:{gpus - 1}", 2);
    }

    /// <summary>What is behind the tensors of this process.</summary>
    public static TorchFacts Describe()
    {
        // The first call into libtorch loads it; only then do its BLAS and its version show.
        var threads = get_num_threads();
        var gpus = cuda.is_available() ? cuda.device_count() : 0;
        var build = AppContext.GetData("torch.build") as string ?? "";
        var cudaVersion = CudaVersion().Match(build) is { Success: true } match ? match.Groups[1].Value : null;
        var (blas, path, cure, kernels) = s_blas.Value;
        if (kernels is not null)
            blas = $"{blas}, {kernels} kernels";
        var warning = cure is null ? null : $"slow BLAS: {blas} ({path}); {cure}";
        return new TorchFacts(Provider, __version__, blas, path, cure is null, cudaVersion, gpus, threads, warning)
        {
            BlasAdvice = OpenBlas.Advice(kernels, Environment.GetEnvironmentVariable(OpenBlas.KernelsVariable), Avx512F.IsSupported),
        };
    }

    /// <summary>The rate of matrix products, in 10⁹ floating-point operations a second.</summary>
    /// <param name="duration">How long to measure; one product may take longer.</param>
    /// <param name="device">Where; null for the CPU.</param>
    /// <param name="precision">Of what. Default: single precision. Leaves TensorFloat-32 as <see cref="SetPrecision"/> has set it.</param>
    public static double MeasureGflops(TimeSpan duration, Device? device = null, TrainPrecision precision = TrainPrecision.Float32)
    {
        device ??= CPU;
        // Large enough to keep the device busy, and for a GPU with many products under way before it is waited for.
        var (n, atOnce) = device.type == DeviceType.CUDA ? (4096, 16) : (1024, 1);
        using var scope = NewDisposeScope();
        var type = precision == TrainPrecision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var (left, right) = (rand([n, n], device: device).to(type), rand([n, n], device: device).to(type));
        Multiply();
        var clock = Stopwatch.StartNew();
        var products = 0;
        for (; clock.Elapsed < duration; products += atOnce)
            Multiply();
        return 2.0 * n * n * n * products / clock.Elapsed.TotalSeconds / 1e9;

        void Multiply()
        {
            for (var product = 0; product < atOnce; product++)
                left.mm(right).Dispose();
            if (device.type == DeviceType.CUDA)
                cuda.synchronize(device);
        }
    }

    /// <summary>Which BLAS the loaded libraries mean, and what to do if it is a slow one.</summary>
    internal static (string? Name, string? Path, string? Cure) Blas(string build, IReadOnlyList<string> libraries)
    {
        const string cure = "install libopenblas0-openmp (apt-get install libopenblas0-openmp)";
        // Several files of one folder are loaded; the library itself says more than the names it goes by.
        string? Find(string part) => libraries
            .Where(path => path.Contains(part, StringComparison.Ordinal))
            .MaxBy(path => Path.GetFileName(path).StartsWith("libopenblas", StringComparison.Ordinal));
        // A libtorch with MKL inside does not use the BLAS that was loaded for others.
        if (BlasInfo().Match(build).Groups[1].Value.StartsWith("mkl", StringComparison.OrdinalIgnoreCase))
            return ("MKL", Find("libmkl"), null);
        if (Find("openblas-openmp/") is { } openMp)
            return ("OpenBLAS (OpenMP)", openMp, null);
        if (Find("openblas-pthread/") is { } pthread)
            return ("OpenBLAS (pthreads)", pthread, cure + ": its own threads get in the way of libtorch's");
        if (Find("openblas-serial/") is { } serial)
            return ("OpenBLAS (one thread)", serial, cure);
        if (Find("libopenblas") is { } openBlas)
            return ("OpenBLAS", openBlas, null);
        if (Find("libmkl") is { } mkl)
            return ("MKL", mkl, null);
        if (Find("/libblas.so") is { } reference)
            return ("reference BLAS", reference, cure);
        // TorchSharp's packages have MKL inside and say nothing about it.
        return build.Length == 0 ? ("MKL", null, null) : (null, null, null);
    }

    private static List<string> LoadedLibraries()
    {
        const string maps = "/proc/self/maps";
        return File.Exists(maps)
            ? [.. File.ReadLines(maps).Select(line => line[(line.LastIndexOf(' ') + 1)..]).Where(path => path.Contains(".so")).Distinct()]
            : [];
    }

    private static int GpuOf(string name) => name == "cuda" ? 0 : int.Parse(name["cuda:".Length..], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(auto|cpu|cuda(:[0-9]{1,2})?)\z")]
    private static partial Regex DeviceName();

    [GeneratedRegex(@"BLAS_INFO=(\w+)")]
    private static partial Regex BlasInfo();

    [GeneratedRegex(@"CUDA Runtime (\d+\.\d+)")]
    private static partial Regex CudaVersion();
}
