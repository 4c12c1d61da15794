using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class WeightsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Network _network = Build(hidden: 3, seed: 1);

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_written_weights_gives_every_tensor_back(bool resnet)
    {
        NetworkSettings settings = resnet
            ? new ResNetSettings { Depth = 8, Width = 2, Shortcut = Shortcut.Projection, Activation = new DynamicLeakyReluSettings() }
            : new MlpSettings { Hidden = [3], BatchNorm = BatchNormPlacement.After, Activation = new PReluSettings() };
        using var written = Network.Build(settings, new ImageShape(1, 8, 8), 10, seed: 1);
        using var read = Network.Build(settings, new ImageShape(1, 8, 8), 10, seed: 2);
        SafetensorsFile.Write(_folder["w"], Tensors(written), new Dictionary<string, string> { ["epoch"] = "3" });

        var metadata = WeightsReader.Load(_folder["w"], read);

        Assert.Equal("3", metadata["epoch"]);
        Assert.Equal(written.Module.state_dict().Keys, read.Module.state_dict().Keys);
        Assert.All(Tensors(written).Zip(Tensors(read)), pair => Assert.Equal(pair.First.Data.ToArray(), pair.Second.Data.ToArray()));
    }

    [Theory]
    [InlineData("layers.0.weight", null, "layers.0.weight is missing")]
    [InlineData(null, "extra", "extra is not in the network")]
    [InlineData("layers.0.weight", "layers.0.weigth", "layers.0.weight is missing (and 1 more differences)")]
    public void Load_other_names_says_which(string? without, string? with, string what)
    {
        var tensors = Tensors(_network).Where(tensor => tensor.Name != without);
        SafetensorsFile.Write(_folder["w"], with is null ? tensors : tensors.Append(new SafetensorsTensor(with, "F32", [1], new byte[4])));

        AssertRefused(what);
    }

    [Fact]
    public void Load_other_shape_says_both()
    {
        using var wider = Build(hidden: 4, seed: 1);
        SafetensorsFile.Write(_folder["w"], Tensors(wider));

        AssertRefused("layers.0.weight has the shape [4, 64], not [3, 64] (and 2 more differences)");
    }

    [Fact]
    public void Load_other_element_type_says_both()
    {
        SafetensorsFile.Write(_folder["w"], Tensors(_network).Select(tensor =>
            tensor.Name == "layers.2.bias" ? tensor with { Dtype = "F64", Data = new byte[80] } : tensor));

        AssertRefused("layers.2.bias is F64, not F32");
    }

    private void AssertRefused(string what)
    {
        var before = Tensors(_network).Select(tensor => tensor.Data.ToArray()).ToList();

        var error = Assert.Throws<DamagedFileException>(() => WeightsReader.Load(_folder["w"], _network));

        Assert.Equal($"{_folder["w"]}: not the weights of this network: {what}; the file is damaged or was changed by hand", error.Message);
        Assert.Equal(before, Tensors(_network).Select(tensor => tensor.Data.ToArray()));
    }

    private static Network Build(int hidden, long seed) => Network.Build(new MlpSettings { Hidden = [hidden] }, new ImageShape(1, 8, 8), 10, seed);

    private static List<SafetensorsTensor> Tensors(Network network) =>
        [.. network.Module.state_dict().Select(named => WeightsFile.Convert(named.Key, named.Value))];
}
