using System.CommandLine;
using System.Globalization;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Cli.Commands;

/// <summary>Options that several commands have. Each call makes a new one, as an option belongs to one command.</summary>
internal static class CommonOptions
{
    private const int MostThreads = 1024;

    /// <summary>The folder of all runs.</summary>
    public static Option<string> Runs() => new("--runs")
    {
        HelpName = "DIR",
        Description = "the folder above all experiments",
        DefaultValueFactory = _ => "runs",
    };

    /// <summary>The folder of the data sets.</summary>
    /// <param name="name">The option's name; another where <c>--data</c> says which images.</param>
    public static Option<string?> Data(string name = "--data") => new(name)
    {
        HelpName = "DIR",
        Description = "the folder of the data sets [default: ACTIVATIONLAB_DATA, else the user's cache]",
    };

    /// <summary>The device, where it is not the configuration's.</summary>
    public static Option<string> Device() => new("--device")
    {
        HelpName = "NAME",
        Description = "auto, cpu, cuda or cuda:N",
        DefaultValueFactory = _ => "auto",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!TorchRuntime.IsDeviceName(text))
                result.AddError($"--device {text}: must be auto, cpu, cuda or cuda:N");
            return text;
        },
    };

    /// <summary>Threads of a tensor operation.</summary>
    public static Option<int?> Threads() =>
        WholeNumber("--threads", "threads of a tensor operation [default: the cores that the process may use]", MostThreads);

    /// <summary>A number from 1.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="most">The largest that makes sense; null for none.</param>
    public static Option<int?> WholeNumber(string name, string description, int? most = null) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= (most ?? int.MaxValue))
                return number;
            result.AddError($"{name} {text}: must be a whole number from 1{(most is null ? "" : $" to {most}")}");
            return null;
        },
    };

    /// <summary>The seed.</summary>
    public static Option<string?> Seed() => new("--seed") { HelpName = "N", Description = "shorthand for --set seed=N" };

    /// <summary>Nothing but errors on standard error.</summary>
    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "show errors only" };

    /// <summary>Changes of single keys of the configuration.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        HelpName = "KEY=VALUE",
        Description = "override a key of the configuration; may be given several times",
        DefaultValueFactory = _ => [],
    };
}
