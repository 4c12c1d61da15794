using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class TwinActivationTests(PyTorchTwin pyTorch)
{
    // 10,000 points from -25 to 25, 0 among them.
    private static readonly double[] s_points = [.. Enumerable.Range(-5000, 10_000).Select(i => i / 200.0)];

    public static TheoryData<string> All => [.. Variants.Activations.Keys];

    [PythonTheory("torch")]
    [MemberData(nameof(All))]
    public void Value_and_derivative_of_the_closed_form_are_PyTorchs(string activation)
    {
        var settings = Variants.Activations[activation];
        var (values, derivatives) = Theirs(settings);
        var function = ActivationFunction.Of(settings);

        foreach (var (i, z) in s_points.Index())
        {
            // Some units in the last place of numbers about 1, and of z; the linear end of softplus.
            var bound = 1e-15 * (4 + Math.Abs(z)) + (settings is SoftplusSettings { Beta: var beta } && beta * z > 20 ? 2.1e-9 / Math.Min(beta, 1) : 0);
            Assert.InRange(Math.Abs(function.Value(z) - values[i]), 0, bound);
            Assert.InRange(Math.Abs(function.Derivative(z) - derivatives[i]), 0, bound);
        }
    }

    [PythonTheory("torch")]
    [MemberData(nameof(All))]
    public void Value_and_derivative_of_the_module_are_PyTorchs(string activation)
    {
        using var scope = NewDisposeScope();
        var settings = Variants.Activations[activation];
        var (values, derivatives) = Theirs(settings);
        using var module = ActivationModules.Build(Layer(settings));
        module.to(ScalarType.Float64);
        module.eval();

        var z = tensor(s_points, [s_points.Length, 1]).requires_grad_();
        // A leaf must not be changed in place; in a network a layer's output enters.
        var ours = module.call(z * 1.0);
        ours.sum().backward();

        // A learned slope was rounded to single precision when it was made.
        var bound = settings is DynamicLeakyReluSettings ? 1e-7 : 1e-14;
        Assert.InRange(Errors.Relative(ours.ToDoubles(), values), 0, bound);
        Assert.InRange(Errors.Relative(z.grad!.ToDoubles(), derivatives), 0, bound);
    }

    private (double[] Values, double[] Derivatives) Theirs(ActivationSettings settings)
    {
        var answer = pyTorch.Ask(new { @do = "activation", layer = TwinCase.Describe(Layer(settings)), points = s_points });
        return (answer.GetProperty("values").Doubles(), answer.GetProperty("derivatives").Doubles());
    }

    private static ActivationLayer Layer(ActivationSettings settings) => new("act", 1, settings, "fc") { Output = new ImageShape(1, 1, 1) };
}
