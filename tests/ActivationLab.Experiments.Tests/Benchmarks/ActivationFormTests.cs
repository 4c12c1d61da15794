using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Experiments.Tests.Benchmarks;

[Collection(TorchCollection.Name)]
public class ActivationFormTests
{
    private static readonly TensorSize Size = new(5, 3);

    public static TheoryData<string, bool> All
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var activation in BenchedActivation.All)
            {
                foreach (var inPlace in ActivationForm.Of(activation.Settings).Select(form => form.InPlace).Distinct())
                    all.Add(activation.Name, inPlace);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Build_of_every_form_is_the_trained_function_and_writes_where_it_says(string name, bool inPlace)
    {
        var settings = BenchedActivation.Find(name)!.Settings;
        using var scope = NewDisposeScope();
        var z = randn(5, 3).requires_grad_();
        var before = z.ToDoubles();
        using var module = ActivationForm.Build(settings, Size, inPlace);
        using var trained = ActivationModules.Build(new ActivationLayer("a", 3, settings, "") { Output = new ImageShape(3, 1, 1) });

        var (input, output, gradient) = Pass(module, z);
        var (_, expected, expectedGradient) = Pass(trained, z);

        Assert.Equal(expected.ToDoubles(), output.ToDoubles());
        // From the output it is rounded otherwise than from the input.
        Assert.All(expectedGradient.ToDoubles().Zip(gradient.ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(inPlace ? output.ToDoubles() : before, input.ToDoubles());
        Assert.Equal(before, z.ToDoubles());
    }

    [Fact]
    public void Of_activation_that_trains_in_place_compares_both_ways()
    {
        Assert.Equal([new(true, true, true), new(false, false, false)], ActivationForm.Of(new ReluSettings()));
        Assert.Equal([new(true, true, true), new(false, false, false)], ActivationForm.Of(new LeakyReluSettings()));
    }

    [Fact]
    public void Of_activation_that_trains_in_new_memory_compares_with_the_trained_relu_too()
    {
        Assert.Equal([new(false, true, true), new(false, false, false)], ActivationForm.Of(new PReluSettings()));
        Assert.Equal([new(false, true, true), new(false, false, false)], ActivationForm.Of(new LeakyReluSettings { NegativeSlope = -0.1 }));
        Assert.Equal([new(false, true, true), new(false, false, false), new(true, true, false)], ActivationForm.Of(new EluSettings()));
    }

    // In training mode, where RReLU draws: from the same seed, so that both draw the same.
    private static (Tensor Input, Tensor Output, Tensor Gradient) Pass(Module<Tensor, Tensor> module, Tensor z)
    {
        manual_seed(3);
        var input = z.clone();
        var output = module.call(input);
        return (input.detach(), output.detach(), autograd.grad([output.sum()], [z])[0]);
    }
}
