using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>Lets tensor operations use one thread: several are slower for networks so small, and far slower where other tests keep the cores busy.</summary>
public sealed class OneThread
{
    public OneThread() => set_num_threads(1);
}
