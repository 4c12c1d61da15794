using System.Text.Json.Serialization;
using SystemTorch.Tests.PyTorch;

namespace SystemTorch.Tests.Optim;

/// <summary>All cases, trained by PyTorch in one run.</summary>
public sealed class TrainedByPyTorch
{
    private readonly Lazy<Dictionary<string, Training>> _trainings =
        new(() => PythonScript.Run<Dictionary<string, Training>>("optimizers.py", TinyTraining.Description));

    public Training this[string name] => _trainings.Value[name];

    /// <summary>The rates before and the parameters after each step.</summary>
    public sealed record Training(
        [property: JsonPropertyName("rates")] double[][] Rates, [property: JsonPropertyName("after")] Dictionary<string, double[]>[] After);
}
