using System.CommandLine;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Commands;

/// <summary>The argument that names a data set.</summary>
internal static class DatasetArgument
{
    /// <summary>Makes the argument; a wrong name is an error of the command line that says the nearest right one.</summary>
    public static Argument<DatasetInfo> Create()
    {
        var argument = new Argument<DatasetInfo>("NAME")
        {
            Description = Names,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (DatasetCatalog.Find(text) is { } info)
                    return info;
                var near = Spelling.DidYouMean(text, DatasetCatalog.All.Select(known => known.Text));
                result.AddError($"unknown data set '{text}'{(near.Length > 0 ? near : $"; there are {Names}")}");
                return null;
            },
        };
        argument.CompletionSources.Add(_ => DatasetCatalog.All.Select(info => new System.CommandLine.Completions.CompletionItem(info.Text)));
        return argument;
    }

    private static string Names => string.Join(", ", DatasetCatalog.All.Select(info => info.Text));
}
