using ActivationLab.Experiments.Birth;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Birth;

[Collection(TorchCollection.Name)]
public class BirthInputsTests
{
    [Theory]
    [InlineData(InputGeometry.Zero, 1, 0f)]
    [InlineData(InputGeometry.Zero, 1, 0f, 0f)]
    [InlineData(InputGeometry.Ray, 1, -3f)]
    [InlineData(InputGeometry.Ray, 1, 1f, 2f, 0f)]
    [InlineData(InputGeometry.Line, 1, 1f, -2f)]
    [InlineData(InputGeometry.Ray, 2, 1f, -2f)]
    [InlineData(InputGeometry.General, 2, 1f, -2f, 3f, 4f)]
    public void Geometry_is_what_theory_asks_of(InputGeometry expected, int features, params float[] numbers)
    {
        using var inputs = Of(features, numbers);

        Assert.Equal(expected, inputs.Geometry);
    }

    [Fact]
    public void Rows_of_a_single_input_have_the_origin_after_it()
    {
        using var one = Of(2, 3f, 4f);
        using var two = Of(2, 3f, 4f, 5f, 6f);

        Assert.Equal((1, 2), (one.Count, two.Count));
        Assert.Equal([3, 4, 0, 0], one.Rows.ToDoubles());
        Assert.Equal([3, 4, 5, 6], two.Rows.ToDoubles());
    }

    [Fact]
    public void Gaussian_inputs_are_a_function_of_the_seed()
    {
        double[] Numbers(long seed)
        {
            using var inputs = BirthInputs.Gaussian(50, new ImageShape(40, 1, 1), seed, CPU);
            return inputs.Rows.ToDoubles();
        }

        Assert.Equal(Numbers(1), Numbers(1));
        Assert.NotEqual(Numbers(1), Numbers(2));
        // 4 standard errors of mean and second moment of 2000 standard normal numbers.
        Assert.InRange(Numbers(1).Average(), -4 / Math.Sqrt(2000), 4 / Math.Sqrt(2000));
        Assert.InRange(Numbers(1).Average(x => x * x), 1 - 4 * Math.Sqrt(2.0 / 2000), 1 + 4 * Math.Sqrt(2.0 / 2000));
    }

    [Fact]
    public void FromProbeSet_is_the_normalised_images_of_the_probe_set()
    {
        var data = SyntheticImages.MakeDataset();
        var split = Split.Of(data.Train.Count, Splits.Experiment(validation: 100, probe: 30));
        using var inputs = BirthInputs.FromProbeSet(data, split, onlyFirst: false, CPU);
        using var first = BirthInputs.FromProbeSet(data, split, onlyFirst: true, CPU);
        using var images = new ResidentImages(data.Train, SyntheticImages.Info(1), CPU);
        using var scope = NewDisposeScope();

        Assert.Equal(images.Slice(600, 30).Images.ToDoubles(), inputs.Rows.ToDoubles());
        Assert.Equal(images.Slice(600, 1).Images.ToDoubles(), first.Rows.narrow(0, 0, 1).ToDoubles());
        Assert.Equal("MNIST, validation images 600-629 of the training files", inputs.Description);
        Assert.Equal("MNIST, validation image 600 of the training files", first.Description);
    }

    internal static BirthInputs Of(int features, params float[] numbers)
    {
        using var scope = NewDisposeScope();
        return BirthInputs.Of(tensor(numbers, [numbers.Length / features, features, 1, 1]), "numbers of the test");
    }
}
