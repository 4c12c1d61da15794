using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Tests.Support;
using ActivationLab.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Models.Tests.Devices;

/// <summary>Activations on a GPU beside the CPU, where they are held against their closed forms.</summary>
public class DeviceActivationTests
{
    private const int Units = 6;

    public static TheoryData<ActivationSettings, ScalarType, bool> Cases
    {
        get
        {
            var all = new TheoryData<ActivationSettings, ScalarType, bool>();
            foreach (var settings in AllActivations.Settings.Select<object[], ActivationSettings>(row => (ActivationSettings)row[0]))
            {
                all.Add(settings, ScalarType.Float64, false);
                all.Add(settings, ScalarType.Float32, false);
                all.Add(settings, ScalarType.Float32, true);
            }
            return all;
        }
    }

    // In evaluation mode, where RReLU's slope is fixed.
    [GpuTheory]
    [MemberData(nameof(Cases))]
    public void Value_and_gradients_are_those_of_the_cpu(ActivationSettings settings, ScalarType type, bool channelsLast)
    {
        using var scope = NewDisposeScope();

        var (expected, actual) = (Apply(CPU), Apply(TestDevice.Device));

        Assert.Equal(expected.Select(numbers => numbers.Length), actual.Select(numbers => numbers.Length));
        var tolerance = type == ScalarType.Float64 ? 1e-11 : 1e-4;
        foreach (var (one, other) in expected.SelectMany(numbers => numbers).Zip(actual.SelectMany(numbers => numbers)))
            Assert.InRange(other - one, -tolerance * Math.Max(1, Math.Abs(one)), tolerance * Math.Max(1, Math.Abs(one)));

        // The values, the gradient of z and those of the slopes.
        double[][] Apply(Device device)
        {
            var layer = new ActivationLayer("layers.1", Units, settings, Source: "layers.0") { Output = new ImageShape(Units, 1, 1) };
            var module = ActivationModules.Build(layer);
            module.to(type);
            module.to(device);
            module.eval();
            double[] numbers = [.. Enumerable.Range(0, 8 * Units * 5 * 7).Select(i => 4 * Math.Sin(i))];
            var z = tensor(numbers, [8, Units, 5, 7]).to_type(type).to(device);
            if (channelsLast)
                z = z.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            z.requires_grad_();
            // Some activations overwrite what they are given.
            var values = module.call(z * 1);
            (values * values).sum().backward();
            return [values.ToDoubles(), z.grad!.ToDoubles(), .. module.parameters().Select(slopes => slopes.grad!.ToDoubles())];
        }
    }
}
