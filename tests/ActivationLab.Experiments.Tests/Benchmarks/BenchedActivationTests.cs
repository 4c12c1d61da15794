using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Benchmarks;

public class BenchedActivationTests
{
    [Fact]
    public void All_has_every_kind_of_the_lab_and_prelu_both_ways()
    {
        var kinds = Variants.Activations.Values.Select(settings => settings.GetType()).Distinct();

        Assert.Equal(kinds.Count() + 1, BenchedActivation.All.Count);
        Assert.Equal(kinds.ToHashSet(), BenchedActivation.All.Select(activation => activation.Settings.GetType()).ToHashSet());
        Assert.Equal(BenchedActivation.Relu, BenchedActivation.All[0]);
        Assert.Equal(SlopeSharing.Channel, ((PReluSettings)BenchedActivation.Find("prelu")!.Settings).Per);
        Assert.Equal(SlopeSharing.Layer, ((PReluSettings)BenchedActivation.Find("prelu_layer")!.Settings).Per);
        Assert.All(BenchedActivation.All.Where(activation => activation.Name != "prelu_layer"), activation => Assert.Equal(SettingsName.Of(activation.Settings), activation.Name));
    }
}
