namespace ActivationLab.Experiments.Assessments;

/// <summary>How often images of each class were taken for each class.</summary>
public sealed class Confusion(int classes)
{
    private readonly long[,] _counts = new long[classes, classes];

    /// <summary>Number of classes.</summary>
    public int Classes { get; } = classes;

    /// <summary>Images.</summary>
    public long Images => _counts.Cast<long>().Sum();

    /// <summary>Images taken for what they are.</summary>
    public long Correct => Each.Sum(index => this[index, index]);

    /// <summary>Images of class <paramref name="actual"/> taken for class <paramref name="predicted"/>.</summary>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Counts an image.</summary>
    public void Add(long actual, long predicted) => _counts[actual, predicted]++;

    /// <summary>Images of a class.</summary>
    public long Of(int actual) => Each.Sum(predicted => _counts[actual, predicted]);

    /// <summary>Images taken for a class.</summary>
    public long TakenFor(int predicted) => Each.Sum(actual => _counts[actual, predicted]);

    /// <summary>The class that images of a class are most often mistaken for, the first of several; null without a mistake.</summary>
    public int? MostFrequentMistake(int actual)
    {
        var mistakes = Each.Where(predicted => predicted != actual && _counts[actual, predicted] > 0).ToList();
        return mistakes.Count == 0 ? null : mistakes.MaxBy(predicted => _counts[actual, predicted]);
    }

    private IEnumerable<int> Each => Enumerable.Range(0, Classes);
}
