using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Nn;

/// <summary>A module as users write them: components are fields.</summary>
internal sealed class TwoLayers : nn.Module<Tensor, Tensor>
{
    private readonly Sequential features = nn.Sequential(nn.Conv2d(1, 2, 3, padding: 1, bias: false), nn.BatchNorm2d(2), nn.ReLU());
    private readonly Linear head = nn.Linear(8, 3);
    private readonly Parameter gain = nn.Parameter(tensor([1f]));
    private readonly Tensor shift = zeros([3]);
    private readonly int classes = 3;

    public TwoLayers() : base(nameof(TwoLayers)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var spread = features.call(input);
        using var flat = spread.flatten(1);
        using var scores = head.call(flat).view(-1, classes);
        using var moved = scores * gain;
        return moved + shift;
    }
}
