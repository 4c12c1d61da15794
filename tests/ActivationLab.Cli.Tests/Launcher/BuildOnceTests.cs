namespace ActivationLab.Cli.Tests.Launcher;

public sealed class BuildOnceTests : IDisposable
{
    private readonly Checkout checkout = new();

    public void Dispose() => checkout.Dispose();

    [Fact]
    public void Run_first_builds_and_passes_arguments_untouched()
    {
        var outcome = checkout.Run("train --config \"a b.json\"");

        Assert.Equal($"in {checkout.Folder}: [train] [--config] [a b.json]", outcome.Output);
        Assert.Contains("building ActivationLab.Cli.csproj", outcome.Errors);
        Assert.Equal(1, checkout.Builds);
    }

    [Fact]
    public void Run_again_neither_builds_nor_says_anything()
    {
        checkout.Run();
        var outcome = checkout.Run("again");

        Assert.Equal(new Outcome(0, $"in {checkout.Folder}: [again]", ""), outcome);
        Assert.Equal(1, checkout.Builds);
    }

    [Fact]
    public void Run_source_edited_builds_again()
    {
        checkout.Run();
        File.AppendAllText(checkout.Source, "// edited");
        checkout.Run();
        checkout.Run();

        Assert.Equal(2, checkout.Builds);
    }

    [Fact]
    public void Run_source_deleted_builds_again()
    {
        checkout.Run();
        File.Delete(checkout.Source);
        checkout.Run();

        Assert.Equal(2, checkout.Builds);
    }

    [Fact]
    public void Run_other_libtorch_builds_again()
    {
        checkout.Run();
        File.CreateSymbolicLink(checkout.At("other"), checkout.At("libtorch"));
        checkout.Set("LIBTORCH", checkout.At("other"));
        checkout.Run();

        Assert.Equal(2, checkout.Builds);
    }

    [Fact]
    public void Run_many_at_once_builds_once_and_all_run()
    {
        var processes = Enumerable.Range(0, 6).Select(i => checkout.Start($"{i}")).ToList();
        var outputs = processes.Select(process => process.StandardOutput.ReadToEnd().Trim()).ToList();
        processes.ForEach(process => process.WaitForExit());

        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"in {checkout.Folder}: [{i}]"), outputs);
        Assert.Equal(1, checkout.Builds);
        processes.ForEach(process => process.Dispose());
    }

    [Fact]
    public void Run_program_fails_has_its_exit_code()
    {
        Assert.Equal(3, checkout.Run("fail").ExitCode);
    }

    [Fact]
    public void Run_through_link_from_elsewhere_stays_in_the_users_folder()
    {
        File.CreateSymbolicLink(checkout.At("link"), checkout.At("repo/activationlab"));
        var outcome = checkout.Run("x", from: checkout.At("libtorch"), launcher: "../link");

        Assert.Equal($"in {checkout.At("libtorch")}: [x]", outcome.Output);
    }

    [Fact]
    public void Run_build_fails_shows_the_error_names_the_log_and_tries_again()
    {
        checkout.AddDotnet(buildFails: "true");
        var outcome = checkout.Run();

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains("error CS1002: ; expected", outcome.Errors);
        Assert.EndsWith($"the whole log is {checkout.At("repo/artifacts/build-system.log")}", outcome.Errors);

        checkout.AddDotnet();
        Assert.Equal(0, checkout.Run().ExitCode);
    }

    [Fact]
    public void Run_starts_the_program_that_was_compiled_ahead_of_time()
    {
        checkout.Run();

        Assert.Equal($"dotnet exec {checkout.At("repo/artifacts/system/program/activationlab.dll")}", checkout.Calls[^1].Trim());
    }

    [Fact]
    public void Run_starts_the_built_program_where_it_cannot_be_compiled_ahead_of_time()
    {
        checkout.AddDotnet(publishFails: "true");
        var outcome = checkout.Run("x");

        Assert.Equal((0, $"in {checkout.Folder}: [x]"), (outcome.ExitCode, outcome.Output));
        Assert.EndsWith($"see {checkout.At("repo/artifacts/precompile-system.log")}", outcome.Errors);
        Assert.Equal($"dotnet exec {checkout.At("repo/artifacts/system/bin/ActivationLab.Cli/release/activationlab.dll")} x", checkout.Calls[^1]);
    }

    [Fact]
    public void Run_after_an_edit_does_not_start_what_was_compiled_before_it()
    {
        checkout.Run();
        File.AppendAllText(checkout.Source, "// edited");
        checkout.AddDotnet(publishFails: "true");
        checkout.Run();

        Assert.DoesNotContain("/program/", checkout.Calls[^1]);
    }
}
