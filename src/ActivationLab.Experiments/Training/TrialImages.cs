using ActivationLab.Experiments.Data;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>The images of a data set on the device: those of its training files, which are split, and those of its test files.</summary>
internal sealed class TrialImages : IDisposable
{
    /// <summary>Moves them there.</summary>
    public TrialImages(LoadedDataset data, Device device)
    {
        var info = DatasetCatalog.Get(data.Name);
        Train = new ResidentImages(data.Train, info, device);
        try
        {
            Test = new ResidentImages(data.Test, info, device);
        }
        catch
        {
            Train.Dispose();
            throw;
        }
    }

    /// <summary>The training files': trained on, validated on and probed.</summary>
    public ResidentImages Train { get; }

    /// <summary>The test files'.</summary>
    public ResidentImages Test { get; }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
