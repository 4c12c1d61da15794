using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace ActivationLab.Experiments.Runtime;

/// <summary>Whether processors can multiply bfloat16 numbers. Without, libtorch computes as if they could, far slower than in single precision.</summary>
public static class Bf16Arithmetic
{
    // Intel's manual, volume 2A, CPUID leaf 7.
    private const int Features = 7, Avx512Bf16 = 1 << 5, AmxBf16 = 1 << 22;

    /// <summary>The instructions that this CPU has for it (<c>AVX512-BF16</c>, <c>AVX512-BF16 and AMX</c>, <c>BF16</c> of ARM); null for none.</summary>
    public static string? OfCpu { get; } = X86Base.IsSupported ? OfX86() : OfLinux(CpuInfo());

    private static string? OfX86()
    {
        // AVX-512 also means that the system saves its registers.
        if (!Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < Features || X86Base.CpuId(Features, 0).Eax < 1)
            return null;
        var hasAmx = (X86Base.CpuId(Features, 0).Edx & AmxBf16) != 0;
        return (X86Base.CpuId(Features, 1).Eax & Avx512Bf16) == 0 ? null : hasAmx ? "AVX512-BF16 and AMX" : "AVX512-BF16";
    }

    /// <summary>The same from the text of <c>/proc/cpuinfo</c> on ARM.</summary>
    internal static string? OfLinux(IEnumerable<string> cpuInfo) => cpuInfo
        .Where(line => line.StartsWith("Features", true, CultureInfo.InvariantCulture))
        .Any(line => line.Split([' ', '\t', ':']).Contains("bf16")) ? "BF16" : null;

    private static IEnumerable<string> CpuInfo() => File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : [];
}
