using System.Runtime.Intrinsics.X86;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runtime;

public class Bf16ArithmeticTests
{
    [LinuxFact]
    public void OfCpu_is_what_Linux_says()
    {
        if (!X86Base.IsSupported)
            return;
        var flags = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("flags", StringComparison.Ordinal)).Split(' ');
        var expected = (flags.Contains("avx512_bf16"), flags.Contains("amx_bf16")) switch
        {
            (true, true) => "AVX512-BF16 and AMX",
            (true, false) => "AVX512-BF16",
            _ => null,
        };

        Assert.Equal(expected, Bf16Arithmetic.OfCpu);
    }

    [Theory]
    [InlineData("Features\t: fp asimd evtstrm bf16 i8mm", "BF16")]
    [InlineData("Features\t: fp asimd evtstrm sve2bf16", null)]
    [InlineData("processor\t: 0", null)]
    public void OfLinux_reads_the_features_of_an_ARM_processor(string line, string? expected) =>
        Assert.Equal(expected, Bf16Arithmetic.OfLinux(["processor\t: 0", line]));
}
