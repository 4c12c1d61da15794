using ActivationLab.Experiments.Statistics;

namespace ActivationLab.Experiments.Assessments;

/// <summary>The one row of <c>evaluation.csv</c>.</summary>
public sealed record EvaluationRow
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the cell.</summary>
    public required string Cell { get; init; }

    /// <summary>Seed of the trial.</summary>
    public required long Seed { get; init; }

    /// <summary>How the trial ended; <c>unfinished</c> if it has not.</summary>
    public required string Status { get; init; }

    /// <summary>Which weights: <c>last</c> or <c>best</c>.</summary>
    public required string Weights { get; init; }

    /// <summary>The epoch after which those were taken.</summary>
    public required int Epoch { get; init; }

    /// <summary>Data set.</summary>
    public required string Data { get; init; }

    /// <summary>Which release of it.</summary>
    public required string DataVariant { get; init; }

    /// <summary>Which part of it: <c>test</c>, <c>validation</c> or <c>train</c>.</summary>
    public required string Split { get; init; }

    /// <summary>Number of images.</summary>
    public required long Images { get; init; }

    /// <summary>Images classified right.</summary>
    public required long Correct { get; init; }

    /// <summary>Mean cross-entropy.</summary>
    public required double Loss { get; init; }

    /// <summary><see cref="Correct"/> / <see cref="Images"/>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Lower end of the 95 % interval of the accuracy (<see cref="WilsonInterval"/>).</summary>
    public required double AccuracyLow { get; init; }

    /// <summary>Upper end of the 95 % interval of the accuracy.</summary>
    public required double AccuracyHigh { get; init; }

    /// <summary>The images on which all this was measured, in evaluation mode.</summary>
    public required string MeasuredOn { get; init; }
}

/// <summary>One row of <c>classes.csv</c>: the images of one class.</summary>
public sealed record ClassRow
{
    /// <summary>The class's label.</summary>
    public required int Class { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Images of the class.</summary>
    public required long Images { get; init; }

    /// <summary>Those classified right.</summary>
    public required long Correct { get; init; }

    /// <summary>Share of the class's images classified right (recall); empty without images.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Images taken for the class, rightly or not.</summary>
    public required long Predicted { get; init; }

    /// <summary>Share of the images taken for the class that are of it; empty if there are none.</summary>
    public double? Precision { get; init; }

    /// <summary>The class that its images are most often mistaken for; empty without a mistake.</summary>
    public string MistakenFor { get; init; } = "";

    /// <summary>How many of its images are taken for that class.</summary>
    public required long Mistakes { get; init; }

    /// <summary>The images on which this was measured.</summary>
    public required string MeasuredOn { get; init; }
}

/// <summary>One row of <c>confusion.csv</c>: how often images of one class were taken for one class.</summary>
public sealed record ConfusionRow
{
    /// <summary>The label of the images.</summary>
    public required int Class { get; init; }

    /// <summary>The name of that class.</summary>
    public required string Name { get; init; }

    /// <summary>The label that they were taken for.</summary>
    public required int Predicted { get; init; }

    /// <summary>The name of that class.</summary>
    public required string PredictedName { get; init; }

    /// <summary>Number of images.</summary>
    public required long Images { get; init; }

    /// <summary>The images on which this was measured.</summary>
    public required string MeasuredOn { get; init; }
}
