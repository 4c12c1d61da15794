using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Cli.Tests;

public class ErrorReportTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Tell_user_exception_is_one_line_with_its_exit_code(int code)
    {
        using var lab = new Lab();

        Assert.Equal(code, Tell(lab, new UserException("the disk\nis full", code)));

        Assert.Equal("activationlab: the disk is full\n", lab.Lines);
    }

    [Fact]
    public void Tell_configuration_problems_are_lines_of_their_own()
    {
        using var lab = new Lab();
        ConfigurationProblem[] problems = [new("a.yaml", 3, 5, "train.lr", "unknown key"), new("a.yaml", 0, 0, "", "is empty")];

        Assert.Equal(2, Tell(lab, new ConfigurationException(problems)));

        Assert.Equal("a.yaml:3:5 train.lr: unknown key\na.yaml: is empty\n", lab.Lines);
    }

    [Fact]
    public void Tell_bug_is_one_line_and_its_stack_trace_is_in_the_named_file()
    {
        using var lab = new Lab();

        Assert.Equal(1, Tell(lab, new InvalidOperationException("this\ncannot be.")));

        Assert.Matches(@"^activationlab: a bug: InvalidOperationException: this cannot be; details are in \S+\n$", lab.Lines);
        var log = lab.Lines.Trim().Split(' ')[^1];
        var text = File.ReadAllText(log);
        File.Delete(log);
        Assert.Contains("activationlab train 'it'\\''s me'", text);
        Assert.Contains("   at ActivationLab.Cli.Tests.ErrorReportTests.Tell", text);
    }

    [Fact]
    public void Tell_full_disk_is_no_bug()
    {
        using var lab = new Lab();

        Assert.Equal(1, Tell(lab, new IOException("No space left on device")));

        Assert.StartsWith("activationlab: No space left on device; details are in ", lab.Lines);
        File.Delete(lab.Lines.Trim().Split(' ')[^1]);
    }

    [Fact]
    public void Tell_bug_in_debug_mode_shows_the_stack_trace()
    {
        using var lab = new Lab();
        lab.Variables["ACTIVATIONLAB_DEBUG"] = "1";

        Assert.Equal(1, Tell(lab, new InvalidOperationException("this cannot be")));

        Assert.Contains("   at ActivationLab.Cli.Tests.ErrorReportTests.Tell", lab.Lines);
        File.Delete(lab.Lines.Trim().Split(' ')[^1]);
    }

    [Fact]
    public void Tell_missing_libtorch_names_it_and_the_doctor()
    {
        using var lab = new Lab();
        var error = new TypeInitializationException("TorchSharp.torch", new DllNotFoundException("libtorch could not be loaded: libtorch.so"));

        Assert.Equal(1, Tell(lab, error));

        Assert.Equal("activationlab: libtorch could not be loaded: libtorch.so; see 'activationlab doctor'\n", lab.Lines);
    }

    private static int Tell(Lab lab, Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception thrown)
        {
            return new ErrorReport(lab.Terminal).Tell(thrown, ["train", "it's me"]);
        }
    }
}
