using System.Text.Json.Serialization;
using SystemTorch.Tests.PyTorch;

namespace SystemTorch.Tests.Tensors;

/// <summary>All expressions, evaluated by PyTorch in one run.</summary>
public sealed class EvaluatedByPyTorch
{
    private readonly Lazy<Dictionary<string, Evaluation>> _evaluations = new(() => PythonScript.Run<Dictionary<string, Evaluation>>(
        "expressions.py",
        new
        {
            inputs = Inputs.Given.ToDictionary(
                pair => pair.Key,
                pair => new
                {
                    shape = pair.Value.Shape,
                    data = pair.Value.Data,
                    dtype = pair.Value.Type.ToString(),
                    requires_grad = pair.Value.RequiresGrad,
                }),
            cases = Expressions.All.Keys,
        }));

    public Evaluation this[string expression] => _evaluations.Value[expression];

    /// <summary>What came out, and the gradients of the inputs that took part.</summary>
    public sealed record Evaluation(
        [property: JsonPropertyName("outputs")] Described[] Outputs,
        [property: JsonPropertyName("gradients")] Dictionary<string, Described> Gradients);

    /// <summary>A tensor.</summary>
    public sealed record Described(
        [property: JsonPropertyName("shape")] long[] Shape, [property: JsonPropertyName("data")] double[] Data,
        [property: JsonPropertyName("dtype")] string Type);
}
