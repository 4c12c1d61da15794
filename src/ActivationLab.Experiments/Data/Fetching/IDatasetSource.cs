namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>A place that a data set can be had from.</summary>
public interface IDatasetSource
{
    /// <summary>The place, for people, in a few words.</summary>
    string Description { get; }

    /// <summary>Hands the wanted files over, one after another; ends early or throws if it cannot.</summary>
    /// <exception cref="SourceException">It cannot; the next source is tried.</exception>
    Task FetchAsync(Delivery delivery, CancellationToken cancellationToken);
}

/// <summary>A source cannot give the files. Its message is the reason in a few words.</summary>
public sealed class SourceException(string reason, Exception? inner = null) : Exception(reason, inner);
