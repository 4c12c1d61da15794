using System.CommandLine;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab config check</c>: says all problems of all files.</summary>
internal sealed class ConfigCheckCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "experiments and sweeps in YAML or JSON",
        Arity = ArgumentArity.OneOrMore,
    };

    public ConfigCheckCommand(Terminal terminal) : base("check", "Say every problem of every file; nothing is run.")
    {
        _terminal = terminal;
        Arguments.Add(_files);
        SetAction(Check);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["activationlab config check configs/*.yaml configs/sweeps/*.yaml"];

    private int Check(ParseResult parsed)
    {
        var code = ExitCode.Done;
        foreach (var file in parsed.GetRequiredValue(_files))
        {
            try
            {
                if (SweepLoader.IsSweepFile(file))
                    SweepLoader.Load(file, []);
                else
                    ExperimentLoader.Load(file, []);
                _terminal.Out.WriteLine($"{file}: ok");
            }
            catch (ConfigurationException error)
            {
                foreach (var problem in error.Problems)
                    _terminal.Say(problem.ToString());
                code = ExitCode.Usage;
            }
        }
        return code;
    }
}
