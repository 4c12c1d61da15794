using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class TwinGradientTests(PyTorchTwin pyTorch)
{
    [PythonTheory("torch")]
    [MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Same_weights_give_PyTorchs_numbers_in_single_precision(string model, string activation, bool batchNorm)
    {
        // Among the hundred thousands of pre-activations of these networks, some are nearer to 0 than rounding: on either side of the kink.
        var crossed = model.Split(' ')[0] is "nin" or "resnet" && Variants.Activations[activation].IsRectifier;
        Compare(model, activation, batchNorm, ScalarType.Float32, 1e-5, crossed ? 0.05 : 1e-5);
    }

    [PythonTheory("torch")]
    [MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Same_weights_give_PyTorchs_numbers_in_double_precision(string model, string activation, bool batchNorm) =>
        Compare(model, activation, batchNorm, ScalarType.Float64, 1e-10, 1e-10);

    // One forward and backward pass in training mode. The bound holds for each tensor's relative error in the maximum norm.
    private void Compare(string model, string activation, bool batchNorm, ScalarType type, double bound, double gradientBound)
    {
        using var scope = NewDisposeScope();
        using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm), type);
        var expected = pyTorch.Ask(twin.Request("gradients"));

        twin.Network.Module.train();
        var (images, labels) = twin.Images.Slice(0, twin.All.Count);
        var logits = twin.Network.Module.call(images);
        var loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();

        Assert.InRange(Errors.Relative(logits.ToDoubles(), expected.GetProperty("logits").Doubles()), 0, bound);
        Assert.InRange(Errors.Relative(loss.ToDoubles(), [expected.GetProperty("loss").GetDouble()]), 0, bound);
        var gradients = expected.GetProperty("gradients").EnumerateObject().ToDictionary(named => named.Name, named => named.Value.Doubles());
        Assert.Equal(gradients.Keys.Order(), twin.Network.Parameters.Keys.Order());
        foreach (var (name, gradient) in gradients)
        {
            var error = Errors.Relative(twin.Network.Parameters[name].grad!.ToDoubles(), gradient);
            Assert.True(error <= gradientBound || IsWithoutEffect(name, activation, batchNorm), $"{name}: {error}");
        }
        foreach (var buffer in expected.GetProperty("buffers").EnumerateObject())
        {
            var error = Errors.Relative(twin.Weights(buffer.Name), buffer.Value.Doubles());
            Assert.True(error <= bound, $"{buffer.Name}: {error}");
        }
    }

    // Without anything between, the next batch normalisation subtracts the shift of the one before: its gradient is 0 but for rounding.
    private static bool IsWithoutEffect(string name, string activation, bool batchNorm) =>
        activation == "identity" && batchNorm && name is "layers.1.bias" or "features.5.bias";
}
