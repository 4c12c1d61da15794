using SystemTorch.Tests.PyTorch;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Tensors;

public sealed class ExpressionTests(EvaluatedByPyTorch pytorch) : IClassFixture<EvaluatedByPyTorch>
{
    public static TheoryData<string> All => [.. Expressions.All.Keys];

    [PyTorchTheory]
    [MemberData(nameof(All))]
    public void Values_types_shapes_and_gradients_are_PyTorchs(string expression)
    {
        using var scope = NewDisposeScope();
        var inputs = new Inputs();
        var outputs = Expressions.All[expression](inputs);
        var expected = pytorch[expression];
        Assert.Equal(expected.Outputs.Length, outputs.Length);
        for (var index = 0; index < outputs.Length; index++)
            AssertNear(expected.Outputs[index], outputs[index]);
        var gradients = inputs.Gradients(outputs);
        Assert.Equal(expected.Gradients.Keys.Order(), gradients.Keys.Order());
        foreach (var (name, gradient) in gradients)
            AssertNear(expected.Gradients[name], gradient);
    }

    private static void AssertNear(EvaluatedByPyTorch.Described expected, Tensor actual)
    {
        Assert.Equal(expected.Type, NameOf(actual.dtype));
        Assert.Equal(expected.Shape, actual.shape);
        var tolerance = actual.dtype == ScalarType.Float64 ? 1e-12 : 1e-6;
        var numbers = Inputs.Numbers(actual);
        for (var index = 0; index < numbers.Length; index++)
        {
            if (double.IsFinite(expected.Data[index]))
                Assert.InRange(numbers[index] - expected.Data[index], -Room(expected.Data[index]), Room(expected.Data[index]));
            else
                Assert.Equal(expected.Data[index], numbers[index]);
        }

        double Room(double value) => tolerance * Math.Max(1, Math.Abs(value));
    }

    private static string NameOf(ScalarType type) => type switch
    {
        ScalarType.Byte => "torch.uint8",
        _ => "torch." + type.ToString().ToLowerInvariant(),
    };
}
