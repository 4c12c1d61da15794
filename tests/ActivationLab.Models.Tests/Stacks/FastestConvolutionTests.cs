using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Stacks;
using ActivationLab.Models.Tests.Support;

namespace ActivationLab.Models.Tests.Stacks;

[Collection(GeneratorCollection.Name)]
public class FastestConvolutionTests
{
    [Fact]
    public void Of_networks_on_the_host_is_always_the_same()
    {
        using var network = Network.Build(new CnnSettings { Channels = [2], Hidden = [] }, new ImageShape(1, 4, 4), 2, seed: 1);

        Assert.Equal(ConvolutionKind.Grouped, FastestConvolution.Of([network, network], batch: 3));
    }
}
