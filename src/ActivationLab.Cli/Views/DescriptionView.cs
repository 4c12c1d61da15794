using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Descriptions;

namespace ActivationLab.Cli.Views;

/// <summary>Prints a network: a line a layer, the activations' formulas, the sums.</summary>
internal static class DescriptionView
{
    private static readonly string[] Headings = ["layer", "", "output", "parameters", "multiply-adds", "initial weights"];

    /// <summary>Writes it for people.</summary>
    public static void Write(TextWriter output, Experiment experiment, NetworkDescription network)
    {
        var (data, input) = (network.Data, network.Input);
        output.WriteLine($"{experiment.Name}: {network.Network}, from {data.Title} {(data.HasImages ? "images" : "samples")} {input} to {data.ClassNames.Count} classes");
        output.WriteLine();
        TextTable.Write(output, [Headings, .. network.Layers.SelectMany((layer, index) => Rows(network, index))], numbersFrom: 3, numbers: 2);
        output.WriteLine();
        var init = experiment.Model.Init;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"initialisation: {SettingsName.Of(init)}, biases {init.Bias}"));
        if (experiment.Train.Precision is { } precision)
            output.WriteLine($"training steps in {SnakeCase.Of(precision)}, weights kept in float32");
        foreach (var activation in network.Layers.Where(layer => layer.Formula.Length > 0).DistinctBy(layer => layer.Description))
            output.WriteLine($"{activation.Description}: f(z) = {activation.Formula}");
        output.WriteLine();
        TextTable.Write(output,
        [
            ["parameters", Figures.Count(network.Parameters), $"{Figures.Bytes(network.ParameterBytes)} in single precision"],
            ["multiply-adds an image", Figures.Count(network.MultiplyAdds), "of matrix products, forward"],
            ["FLOP an image, forward", Figures.Count(network.ForwardFlops), "2 a multiply-add"],
            ["FLOP an image, training", Figures.Count(network.TrainingFlops), "3 times forward, 2 in the first layer"],
        ], numbersFrom: 1, numbers: 1);
    }

    // A block's layers are indented below a line that says what it adds up.
    private static IEnumerable<string[]> Rows(NetworkDescription network, int index)
    {
        var layer = network.Layers[index];
        if (layer.Block.Length > 0 && (index == 0 || network.Layers[index - 1].Block != layer.Block))
        {
            var block = network.Layers.Where(other => other.Block == layer.Block).ToList();
            var added = block.Exists(other => other.Part == "shortcut") ? "its shortcut" : "its input";
            yield return [layer.Block, $"residual block: body + {added}", block[^1].Output, "", "", ""];
        }
        var (indent, place) = layer.Part switch
        {
            "" => ("", ""),
            "tail" => ("  ", "of the sum: "),
            "shortcut" when !layer.Description.StartsWith("shortcut", StringComparison.Ordinal) => ("  ", "shortcut: "),
            _ => ("  ", ""),
        };
        yield return [indent + layer.Module, place + layer.Description, layer.Output, Blank(layer.Parameters), Blank(layer.MultiplyAdds), Init(layer)];
    }

    private static string Blank(long count) => count == 0 ? "" : Figures.Count(count);

    private static string Init(LayerDescription layer) => (layer.Init, layer.InitStd) switch
    {
        ("uniform", { } std) => $"uniform in ±{Short(Math.Sqrt(3) * std)}, std {Short(std)}",
        (_, { } std) => $"{layer.Init}, std {Short(std)}",
        _ => "",
    };

    private static string Short(double number) => number.ToString("G4", CultureInfo.InvariantCulture);
}
