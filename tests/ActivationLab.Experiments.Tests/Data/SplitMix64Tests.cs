using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Data;

public class SplitMix64Tests
{
    // What the reference C program (Vigna, 2015) prints for this seed.
    [Fact]
    public void Next_is_the_published_sequence()
    {
        var random = new SplitMix64(1234567);
        ulong[] drawn = [random.Next(), random.Next(), random.Next(), random.Next(), random.Next()];

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], drawn);
    }

    [Fact]
    public void NextInt_takes_every_value_below_the_bound_and_no_other()
    {
        var random = new SplitMix64(1);
        var drawn = Enumerable.Range(0, 200).Select(_ => random.NextInt(5)).ToArray();

        Assert.Equal([0, 1, 2, 3, 4], drawn.Distinct().Order());
    }
}
