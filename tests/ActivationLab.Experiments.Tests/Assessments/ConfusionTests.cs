using ActivationLab.Experiments.Assessments;

namespace ActivationLab.Experiments.Tests.Assessments;

public class ConfusionTests
{
    // Rows are what the images are, columns what they were taken for.
    private static readonly long[][] s_counts = [[5, 1, 1, 0], [0, 0, 0, 0], [2, 3, 7, 0], [0, 0, 0, 4]];

    [Fact]
    public void Counts_add_up()
    {
        var confusion = Make();

        Assert.Equal((23, 16), (confusion.Images, confusion.Correct));
        Assert.Equal([7, 0, 12, 4], Enumerable.Range(0, 4).Select(confusion.Of));
        Assert.Equal([7, 4, 8, 4], Enumerable.Range(0, 4).Select(confusion.TakenFor));
        Assert.Equal(3, confusion[2, 1]);
    }

    [Fact]
    public void MostFrequentMistake_is_the_first_of_several_and_null_without_any() =>
        Assert.Equal([1, null, 1, null], Enumerable.Range(0, 4).Select(Make().MostFrequentMistake));

    private static Confusion Make()
    {
        var confusion = new Confusion(4);
        for (var actual = 0; actual < 4; actual++)
        {
            for (var predicted = 0; predicted < 4; predicted++)
            {
                for (var image = 0; image < s_counts[actual][predicted]; image++)
                    confusion.Add(actual, predicted);
            }
        }
        return confusion;
    }
}
