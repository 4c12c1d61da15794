namespace ActivationLab.Experiments.Data;

/// <summary>
/// A classification problem of 128 features that needs no download. Each of 10 classes is 6 Gaussian clusters of deviation 1 in each feature.
/// Their centres lie at random in a space of 10 dimensions, so close that no plane divides the classes: a linear classifier gets 37 % right, the
/// best there is 98 %. The same bytes for everyone, whatever the seed of a trial.
/// </summary>
internal static class ClusterSamples
{
    public const int Features = 128;
    public const int TrainCount = 20_000;
    public const int TestCount = 4_000;

    private const ulong Seed = 128_256_256_10;
    private const int Classes = 10;
    private const int ClustersPerClass = 6;
    private const int CentreDimensions = 10;
    private const double CentreDeviation = 2;

    // A feature's deviation is about 1.15: with 24 steps a unit, 1 value in 85,000 is clipped.
    private const double Zero = 128;
    private const double StepsPerUnit = 24;

    /// <summary>Draws the samples. Sample i has class i mod 10, so that every stretch of them is balanced.</summary>
    public static (ImageSet Train, ImageSet Test) Make()
    {
        var random = new PortableGaussian(Seed);
        var centres = Centres(random);
        var train = Draw(TrainCount, centres, random);
        return (train, Draw(TestCount, centres, random));
    }

    // [Classes * ClustersPerClass][Features]
    private static double[][] Centres(PortableGaussian random)
    {
        // Directions of length about 1, nearly orthogonal because they are random.
        var directions = Gaussians(CentreDimensions, Features, 1 / Math.Sqrt(Features), random);
        var places = Gaussians(Classes * ClustersPerClass, CentreDimensions, CentreDeviation, random);
        return Array.ConvertAll(places, place =>
        {
            var centre = new double[Features];
            for (var d = 0; d < CentreDimensions; d++)
            {
                for (var f = 0; f < Features; f++)
                    centre[f] += place[d] * directions[d][f];
            }
            return centre;
        });
    }

    private static ImageSet Draw(int count, double[][] centres, PortableGaussian random)
    {
        var (features, labels) = (new byte[count * Features], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % Classes);
            var centre = centres[labels[i] * ClustersPerClass + random.NextInt(ClustersPerClass)];
            for (var f = 0; f < Features; f++)
                features[i * Features + f] = ToByte(centre[f] + random.Next());
        }
        return new ImageSet(features, labels, count, Channels: 1, Height: 1, Width: Features);
    }

    private static byte ToByte(double value) =>
        (byte)Math.Clamp(Math.Round(Zero + StepsPerUnit * value), byte.MinValue, byte.MaxValue);

    private static double[][] Gaussians(int rows, int columns, double deviation, PortableGaussian random)
    {
        var values = new double[rows][];
        for (var row = 0; row < rows; row++)
        {
            values[row] = new double[columns];
            for (var column = 0; column < columns; column++)
                values[row][column] = deviation * random.Next();
        }
        return values;
    }
}
