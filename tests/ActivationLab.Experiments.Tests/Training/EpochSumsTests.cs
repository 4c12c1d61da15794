using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class EpochSumsTests
{
    private static readonly int[] s_counts = [8, 8, 8, 8, 8, 5];

    public static TheoryData<int[], ScalarType> Looks
    {
        get
        {
            var data = new TheoryData<int[], ScalarType>();
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
                foreach (var looks in new int[][] { [], [0], [2], [0, 1, 2, 3, 4, 5], [3, 3, 5] })
                    data.Add(looks, type);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public void Sums_are_those_of_all_steps_to_the_bit_whenever_one_looks(int[] looks, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var twin = new TwinCase(Variants.Settings("mlp", "relu", batchNorm: false), type, images: 60);
        var labels = twin.Images.Labels(arange(60)).ToLongs();
        var order = randperm(60, generator: new Generator(1)).narrow(0, 0, s_counts.Sum());
        var places = order.ToLongs();
        var random = new Random(1);
        // Gone on with: the first eight images were seen before.
        var (loss, correct, seen) = (2.5, 3L, s_counts[0]);
        var sums = new EpochSums(twin.Images, order, 8, 6, seen, new PartialEpoch(1, loss, correct, 1));

        for (var step = 1; step < s_counts.Length; step++)
        {
            var count = s_counts[step];
            var classes = Enumerable.Range(0, count).Select(_ => random.Next(3)).ToArray();
            var stepLoss = (float)random.NextDouble();
            var logits = tensor(classes.SelectMany(found => Enumerable.Range(0, 10).Select(c => c == found ? 1.0 : 0)).ToArray(), [count, 10], dtype: type);
            sums.Add(tensor(stepLoss, type), logits, count);
            foreach (var _ in looks.Where(look => look == step))
                sums.Look();
            loss += (double)stepLoss * count;
            correct += classes.Where((found, image) => found == labels[places[seen + image]]).Count();
            seen += count;
        }
        sums.Look();

        Assert.Equal(loss, sums.Loss);
        Assert.Equal(correct, sums.Correct);
        Assert.InRange(correct, 4, seen - 1);
    }
}
