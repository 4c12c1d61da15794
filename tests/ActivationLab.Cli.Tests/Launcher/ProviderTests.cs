namespace ActivationLab.Cli.Tests.Launcher;

public sealed class ProviderTests : IDisposable
{
    private const string WheelWithCuda = """[[ $2 != *dirname* ]] || echo /opt/python/site-packages/torch""";

    private readonly Checkout checkout = new();

    public ProviderTests()
    {
        checkout.Set("LIBTORCH", null);
        // A PyTorch from a wheel serves the `system` provider here; it has no CUDA unless a test says so.
        checkout.AddTool("python3", """[[ $2 != *cuda* ]] || exit 1""" + "\n" + WheelWithCuda);
    }

    private string? Remembered => File.Exists(checkout.At("repo/artifacts/torch-provider"))
        ? File.ReadAllText(checkout.At("repo/artifacts/torch-provider")).Trim()
        : null;

    private string? Built => checkout.Calls.LastOrDefault(call => call.StartsWith("dotnet build ", StringComparison.Ordinal))?
        .Split(' ').First(argument => argument.StartsWith("-p:Torch=", StringComparison.Ordinal))["-p:Torch=".Length..];

    public void Dispose() => checkout.Dispose();

    [Fact]
    public void Choose_packages_restore_takes_cpu_once()
    {
        checkout.AddDotnet(restores: "cpu");
        var first = checkout.Run();
        var second = checkout.Run();

        Assert.Contains("torch provider: cpu (TorchSharp-cpu restores; TORCH=system|cpu|cuda overrides)", first.Errors);
        Assert.Equal("", second.Errors);
        Assert.Equal(("cpu", "cpu"), (Built, Remembered));
    }

    [Fact]
    public void Choose_libtorch_given_takes_system_and_remembers_nothing()
    {
        checkout.AddDotnet(restores: "cpu");
        checkout.Set("LIBTORCH_USE_PYTORCH", "1");
        checkout.Run();

        Assert.Equal(("system", null), (Built, Remembered));
    }

    [Fact]
    public void Choose_gpu_unattended_never_downloads_the_cuda_packages()
    {
        checkout.AddTool("nvidia-smi", "echo 'GPU 0: NVIDIA'");
        checkout.AddDotnet(restores: "c");
        var outcome = checkout.Run();

        Assert.Contains("about 6 GB", outcome.Errors);
        Assert.Contains("TORCH=cuda takes them", outcome.Errors);
        Assert.DoesNotContain(checkout.Calls, call => call.Contains("Torch=cuda"));
        Assert.Equal("cpu", Remembered);
    }

    [Fact]
    public void Choose_gpu_and_pytorch_with_cuda_takes_that_pytorch_every_time()
    {
        checkout.AddTool("nvidia-smi", "echo 'GPU 0: NVIDIA'");
        checkout.AddTool("python3", WheelWithCuda);
        checkout.Run();
        var again = checkout.Run("x");

        Assert.Equal(("system", "system pytorch"), (Built, Remembered));
        Assert.Equal("", again.Errors);
    }

    [Theory]
    [InlineData("TORCH")]
    [InlineData("Torch")]
    public void Choose_asked_by_environment_overrides_and_keeps_the_remembered_choice(string variable)
    {
        checkout.AddDotnet(restores: "cpu");
        checkout.Run();
        checkout.Set(variable, "cuda");
        var outcome = checkout.Run();

        Assert.Contains("torch provider: cuda (TORCH asks for it", outcome.Errors);
        Assert.Contains("about 6 GB", outcome.Errors);
        Assert.Equal(("cuda", "cpu"), (Built, Remembered));
    }

    [Fact]
    public void Choose_unknown_provider_is_a_usage_error()
    {
        checkout.Set("TORCH", "gpu");
        var outcome = checkout.Run();

        Assert.Equal(new Outcome(2, "", "activationlab: TORCH=gpu is not a torch provider; use TORCH=system, TORCH=cpu or TORCH=cuda"), outcome);
        Assert.Equal(0, checkout.Builds);
    }
}
