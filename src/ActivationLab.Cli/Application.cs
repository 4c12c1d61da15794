using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ActivationLab.Cli.Commands;

namespace ActivationLab.Cli;

/// <summary>The whole program: parses the command line, runs the command, and turns whatever happens into lines and an exit code.</summary>
internal sealed class Application(Terminal terminal, Services services)
{
    /// <summary>Runs the command line and returns the exit code.</summary>
    public int Run(string[] args)
    {
        try
        {
            // A leading @ is part of a file's name here, not a response file.
            var parsed = CreateRoot().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction)
                return UsageErrors.Report(parsed, terminal);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // two seconds by default: too short to finish files; see Interruption
            });
        }
        catch (Exception error)
        {
            return new ErrorReport(terminal).Tell(error, args);
        }
    }

    private RootCommand CreateRoot()
    {
        var root = new RootCommand("Trains ReLU, LeakyReLU and PReLU networks and measures their dead units.")
        {
            new TrainCommand(terminal, services),
            new SweepCommand(terminal, services),
            new CompareCommand(terminal),
            new ReportCommand(terminal),
            new PlotCommand(terminal),
            new FindingsCommand(terminal),
            new EvaluateCommand(terminal, services),
            new ExportCommand(terminal),
            new DescribeCommand(terminal),
            new ProbeCommand(terminal, services),
            new BenchCommand(terminal, services),
            new ConfigCommand(terminal),
            new DataCommand(terminal, services),
            new DoctorCommand(terminal, services),
            new WorkerCommand(),
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new HelpWithExamples(help);
            else if (option is VersionOption)
                option.Action = new VersionAction();
        }
        return root;
    }
}
