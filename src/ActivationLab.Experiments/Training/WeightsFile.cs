using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>Weights as safetensors, under the names that PyTorch gives them.</summary>
public static class WeightsFile
{
    private static readonly (ScalarType Type, string Dtype)[] Types =
    [
        (ScalarType.Float32, "F32"), (ScalarType.Float64, "F64"), (ScalarType.BFloat16, "BF16"), (ScalarType.Float16, "F16"),
        (ScalarType.Int64, "I64"), (ScalarType.Byte, "U8"),
    ];

    /// <summary>Writes a snapshot; its metadata say what it belongs to.</summary>
    public static void Write(string path, WeightsSnapshot weights, Experiment experiment, int epoch)
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(path, weights.Tensors.Select(named => View(named.Key, named.Value)), new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["experiment"] = experiment.Name,
            ["seed"] = experiment.Seed.ToString(CultureInfo.InvariantCulture),
            ["epoch"] = epoch.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>One tensor of any device, as the file holds it.</summary>
    public static SafetensorsTensor Convert(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var view = View(name, tensor);
        return view with { Data = view.Data.ToArray() };
    }

    /// <summary>
    /// The same without a copy where the tensor is on the host and contiguous: valid until the tensor changes, or the caller's dispose scope
    /// ends.
    /// </summary>
    internal static SafetensorsTensor View(string name, Tensor tensor)
    {
        using var _ = no_grad();
        var host = tensor.detach().cpu().contiguous();
        return new SafetensorsTensor(name, DtypeOf(host.dtype), host.shape, new TensorMemory(host).Memory);
    }

    /// <summary>One tensor of a file on a device.</summary>
    /// <exception cref="NotSupportedException">The file's element type is none that networks have.</exception>
    public static Tensor Convert(SafetensorsTensor stored, Device device)
    {
        using var scope = NewDisposeScope();
        var host = empty(stored.Shape, dtype: ScalarTypeOf(stored.Dtype));
        stored.Data.Span.CopyTo(host.bytes);
        return host.to(device).MoveToOuterDisposeScope();
    }

    internal static string DtypeOf(ScalarType type) => Types.FirstOrDefault(pair => pair.Type == type).Dtype
        ?? throw new ArgumentException($"safetensors has no type for {type}", nameof(type));

    private static ScalarType ScalarTypeOf(string dtype) => Types.Any(pair => pair.Dtype == dtype)
        ? Types.First(pair => pair.Dtype == dtype).Type
        : throw new NotSupportedException($"the element type {dtype} is none that networks have");
}
