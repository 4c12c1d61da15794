using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Tests.Runtime;

public class OpenBlasTests
{
    [Theory]
    [InlineData("Haswell", "Haswell", true, true)]
    [InlineData("Zen", "ZEN", true, true)]
    [InlineData("Haswell", "Haswell", false, false)]
    [InlineData("SkylakeX", "SkylakeX", true, false)]
    [InlineData("Haswell", null, true, false)]
    [InlineData("Cooperlake", "", true, false)]
    [InlineData(null, "Haswell", true, false)]
    public void Advice_forced_kernels_below_the_processor_says_to_unset(string? kernels, string? forced, bool hasAvx512, bool advises)
    {
        var advice = OpenBlas.Advice(kernels, forced, hasAvx512);

        Assert.Equal(advises, advice is not null);
        if (advises)
            Assert.Contains($"OPENBLAS_CORETYPE={forced}", advice);
    }

    [Fact]
    public void Kernels_no_library_or_another_is_null()
    {
        Assert.Null(OpenBlas.Kernels("/no/such/library.so"));
        Assert.Null(OpenBlas.Kernels("libc.so.6"));
    }

    [Fact]
    public void Kernels_loaded_blas_is_named_in_the_facts()
    {
        var facts = TorchRuntime.Describe();

        if (facts.BlasPath?.Contains("openblas") == true)
            Assert.EndsWith($"{OpenBlas.Kernels(facts.BlasPath)} kernels", facts.Blas);
        else
            Assert.DoesNotContain("kernels", facts.Blas ?? "");
    }
}
