namespace ActivationLab.Cli.Tests.Launcher;

public sealed class RequirementsTests : IDisposable
{
    // As an unprivileged account with sudo, or as root: either way the stand-in apt-get is what is called.
    private const string Sudo = """shift; exec "$@" """;

    private readonly Checkout checkout = new();

    public void Dispose() => checkout.Dispose();

    [Fact]
    public void Run_without_dotnet_says_which_sdk_to_install()
    {
        checkout.RemoveTool("dotnet");
        AssertRefused("there is no .NET SDK here; install the .NET 10 SDK");
    }

    [Theory]
    [InlineData("8.0.404", "is version 8, too old; install the .NET 10 SDK")]
    [InlineData("", "has no SDK, only a runtime; install the .NET 10 SDK")]
    public void Run_unfit_dotnet_says_what_is_wrong(string sdk, string message)
    {
        checkout.AddDotnet(sdk);
        AssertRefused(message);
    }

    [Fact]
    public void Run_tools_missing_and_no_install_prints_the_exact_command()
    {
        checkout.RemoveTool("cmake");
        checkout.RemoveTool("make");
        checkout.AddTool("apt-get", "");
        checkout.Set("ACTIVATIONLAB_NO_INSTALL", "1");

        AssertRefused("apt-get install -y --no-install-recommends cmake make");
        Assert.DoesNotContain(checkout.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_tools_missing_installs_just_those()
    {
        checkout.RemoveTool("cmake");
        checkout.AddTool("sudo", Sudo);
        checkout.AddTool("true", "");
        checkout.AddTool("apt-get", "");

        var outcome = checkout.Run("x");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal($"in {checkout.Folder}: [x]", outcome.Output);
        var apt = checkout.Calls.Where(call => call.StartsWith("apt-get", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, apt.Count);
        Assert.EndsWith("update", apt[0]);
        Assert.EndsWith("install -y --no-install-recommends cmake", apt[1]);
    }

    [Fact]
    public void Run_npm_missing_names_it_before_anything_is_built()
    {
        checkout.RemoveTool("npm");

        AssertRefused("the report page needs npm, which are missing");
        Assert.Equal(0, checkout.Builds);
    }

    [Fact]
    public void Run_installation_fails_shows_why()
    {
        checkout.RemoveTool("cmake");
        checkout.AddTool("sudo", Sudo);
        checkout.AddTool("true", "");
        checkout.AddTool("apt-get", "echo 'E: no such package' >&2; exit 100");

        AssertRefused("E: no such package");
        Assert.Equal(0, checkout.Builds);
    }

    [Fact]
    public void Run_tools_missing_without_apt_names_them()
    {
        checkout.RemoveTool("cmake");
        AssertRefused("needs cmake, which are missing");
    }

    [Fact]
    public void Run_libtorch_is_no_libtorch_says_so()
    {
        checkout.Set("LIBTORCH", checkout.Folder);
        AssertRefused($"LIBTORCH={checkout.Folder} is not a libtorch folder");
    }

    [Fact]
    public void Run_python_without_torch_says_so()
    {
        checkout.Set("LIBTORCH", null);
        checkout.Set("LIBTORCH_USE_PYTORCH", "1");
        checkout.AddTool("python3", "exit 1");
        AssertRefused("LIBTORCH_USE_PYTORCH=1, but python3 cannot import torch");
    }

    private void AssertRefused(string message)
    {
        var outcome = checkout.Run();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains(message, outcome.Errors);
    }
}
