using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Stacks;
using ActivationLab.Models.Tests.Support;
using static TorchSharp.torch;

namespace ActivationLab.Models.Tests.Stacks;

/// <summary>A stack beside its members' own networks, which PyTorch checks elsewhere.</summary>
[Collection(GeneratorCollection.Name)]
public class StackedNetworkTests
{
    private const int Batch = 6;

    private static readonly ActivationSettings[] s_rectifiers =
    [
        new ReluSettings(),
        new LeakyReluSettings { NegativeSlope = 0.1 },
        new LeakyReluSettings { NegativeSlope = -0.2 },
        new PReluSettings { Per = SlopeSharing.Layer },
        new PReluSettings { Per = SlopeSharing.Channel },
        new DynamicLeakyReluSettings { Init = 0.05, Min = -1, Max = 1 },
        new DynamicLeakyReluSettings { Init = 0.05, Min = 0.05, Max = 0.05 },
        new IdentitySettings(),
    ];

    private static readonly Dictionary<string, ActivationSettings[]> s_members = new()
    {
        ["all rectifiers"] = s_rectifiers,
        ["fixed slopes"] = [new ReluSettings(), new LeakyReluSettings(), new IdentitySettings()],
        ["one slope"] = [new LeakyReluSettings { NegativeSlope = 0.3 }, new LeakyReluSettings { NegativeSlope = 0.3 }],
        ["relu"] = [new ReluSettings(), new ReluSettings()],
        ["learned slopes"] = [new PReluSettings(), new PReluSettings { Init = 0.1 }],
        ["a slope a layer"] = [new PReluSettings { Per = SlopeSharing.Layer }, new ReluSettings()],
        ["elu"] = [new EluSettings { Alpha = 0.7 }, new EluSettings { Alpha = 0.7 }],
        ["alone"] = [new PReluSettings()],
    };

    private static readonly Dictionary<string, NetworkSettings> s_networks = new()
    {
        ["mlp"] = new MlpSettings { Hidden = [9, 7] },
        ["mlp norm before"] = new MlpSettings { Hidden = [9, 7], BatchNorm = BatchNormPlacement.Before },
        ["mlp norm after"] = new MlpSettings { Hidden = [9, 7], BatchNorm = BatchNormPlacement.After },
        ["cnn"] = new CnnSettings { Channels = [4, 5], Hidden = [7] },
        ["cnn norm before"] = new CnnSettings { Channels = [4, 5], Hidden = [7], BatchNorm = BatchNormPlacement.Before },
        ["cnn norm after"] = new CnnSettings { Channels = [4, 5], Hidden = [7], BatchNorm = BatchNormPlacement.After },
        ["cnn average"] = new CnnSettings { Channels = [4], Hidden = [], KernelSize = 5, Pooling = Pooling.Average },
        ["resnet pad"] = new ResNetSettings { Depth = 8, Width = 4 },
        ["resnet projection"] = new ResNetSettings { Depth = 8, Width = 4, Shortcut = Shortcut.Projection, BatchNorm = BatchNormPlacement.None },
    };

    public StackedNetworkTests() => manual_seed(3);

    public static TheoryData<string, string, ConvolutionKind> All
    {
        get
        {
            var all = new TheoryData<string, string, ConvolutionKind>();
            foreach (var network in s_networks.Keys)
            {
                foreach (var members in network is "mlp" or "cnn norm before" ? s_members.Keys : Enumerable.Repeat("all rectifiers", 1))
                {
                    all.Add(network, members, ConvolutionKind.Grouped);
                    if (!network.StartsWith("mlp", StringComparison.Ordinal))
                        all.Add(network, members, ConvolutionKind.Batched);
                }
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forward_logits_gradients_and_statistics_are_those_of_the_members(string network, string members, ConvolutionKind convolution)
    {
        using var scope = NewDisposeScope();
        var networks = Members(network, members);
        using var stack = new StackedNetwork(networks, convolution);
        stack.Gather();
        var images = Images(networks.Length);
        var weights = randn([networks.Length, Batch, 10], ScalarType.Float64);

        var logits = stack.Forward(images);
        (logits * weights).sum().backward();

        var tracked = networks.Select(one => one.Module.state_dict().ToDictionary(named => named.Key, named => named.Value.clone())).ToArray();
        for (var member = 0; member < networks.Length; member++)
        {
            var own = networks[member].Module.call(images.select(0, member));
            (own * weights.select(0, member)).sum().backward();
            AssertNear(own, logits.select(0, member), "logits");
            foreach (var (name, parameter) in networks[member].Parameters)
                AssertNear(parameter.grad!, stack.Rows.View(stack.Parameters.grad!, member, name), name);
        }

        // The members' own passes have updated their statistics; the stack's are to be the same.
        var expected = networks.Select(one => one.Module.state_dict().ToDictionary(named => named.Key, named => named.Value.clone())).ToArray();
        for (var member = 0; member < networks.Length; member++)
            stack.Scatter(member);
        for (var member = 0; member < networks.Length; member++)
        {
            foreach (var (name, value) in networks[member].Module.state_dict())
                AssertNear(expected[member][name], value, name);
            Assert.All(tracked[member].Where(named => named.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)), named =>
                Assert.Equal(named.Value.ToLongs()[0] + 1, networks[member].Module.state_dict()[named.Key].ToLongs()[0]));
        }
    }

    [Fact]
    public void Forward_where_z_is_0_the_derivative_is_that_of_the_negative_side()
    {
        using var scope = NewDisposeScope();
        var networks = s_rectifiers.Select(activation => Network.Build(
            new MlpSettings { Hidden = [3], Activation = activation }, new ImageShape(1, 2, 2), 2, seed: 1, type: ScalarType.Float64)).ToArray();
        using var stack = new StackedNetwork(networks);
        stack.Gather();

        stack.Forward(zeros([networks.Length, 1, 1, 2, 2], ScalarType.Float64)).sum().backward();

        for (var member = 0; member < networks.Length; member++)
        {
            networks[member].Module.call(zeros([1, 1, 2, 2], ScalarType.Float64)).sum().backward();
            var own = networks[member].Parameters["layers.0.bias"].grad!;
            AssertNear(own, stack.Rows.View(stack.Parameters.grad!, member, "layers.0.bias"), s_rectifiers[member].ToString());
            Assert.Equal(s_rectifiers[member] is not ReluSettings, own.ToDoubles().Any(value => value != 0));
        }
    }

    [Fact]
    public void Forward_a_member_that_is_not_finite_leaves_the_others_bits()
    {
        using var scope = NewDisposeScope();
        var networks = Members("cnn norm before", "all rectifiers");
        using var stack = new StackedNetwork(networks);
        var images = Images(networks.Length);

        var whole = Pass();
        using (no_grad())
            networks[2].Parameters["features.0.weight"].fill_(double.NaN);
        var damaged = Pass();

        Assert.All(damaged.Logits[2], value => Assert.False(double.IsFinite(value)));
        for (var member = 0; member < networks.Length; member++)
        {
            if (member == 2)
                continue;
            Assert.Equal(whole.Logits[member], damaged.Logits[member]);
            Assert.Equal(whole.Gradients[member], damaged.Gradients[member]);
        }

        (double[][] Logits, double[][] Gradients) Pass()
        {
            stack.Gather();
            stack.Parameters.grad = null;
            var logits = stack.Forward(images);
            logits.square().sum().backward();
            return (Rows(logits), Rows(stack.Parameters.grad!));
        }

        double[][] Rows(Tensor tensor) => [.. Enumerable.Range(0, networks.Length).Select(member => tensor.select(0, member).ToDoubles())];
    }

    [Fact]
    public void Scatter_gives_back_what_gather_took()
    {
        using var scope = NewDisposeScope();
        var networks = Members("cnn norm after", "all rectifiers");
        var before = networks.Select(one => one.Module.state_dict().ToDictionary(named => named.Key, named => named.Value.ToDoubles())).ToArray();
        using var stack = new StackedNetwork(networks);

        stack.Gather();
        using (no_grad())
        {
            foreach (var parameter in networks.SelectMany(one => one.Parameters.Values))
                parameter.fill_(7);
        }
        for (var member = 0; member < networks.Length; member++)
            stack.Scatter(member);

        for (var member = 0; member < networks.Length; member++)
        {
            foreach (var (name, value) in networks[member].Module.state_dict())
                Assert.Equal(before[member][name], value.ToDoubles());
        }
    }

    [Fact]
    public void Rows_slopes_come_last_and_nothing_overlaps()
    {
        using var scope = NewDisposeScope();
        var networks = Members("cnn", "all rectifiers");
        using var stack = new StackedNetwork(networks);

        for (var member = 0; member < networks.Length; member++)
        {
            using var _ = no_grad();
            var rows = zeros_like(stack.Parameters);
            foreach (var (name, parameter) in networks[member].Parameters)
            {
                var view = stack.Rows.View(rows, member, name);
                Assert.Equal(parameter.shape, view.shape);
                view.add_(networks[member].Blueprint.SlopeNames.Contains(name) ? 2 : 1);
            }
            var row = rows.select(0, member).ToDoubles();
            Assert.Equal(networks[member].Parameters.Values.Sum(parameter => parameter.numel()), row.Count(value => value != 0));
            Assert.All(row.Take((int)stack.Rows.SlopesStart), value => Assert.Equal(1, value));
            Assert.All(row.Skip((int)stack.Rows.SlopesStart), value => Assert.True(value is 0 or 2));
            Assert.Equal(row.Sum(), rows.sum().item<double>());
        }
    }

    [Fact]
    public void Constructor_networks_that_are_no_stack_throws()
    {
        using var scope = NewDisposeScope();
        var mlp = new MlpSettings { Hidden = [4] };

        Assert.Contains("one shape", Assert.Throws<ArgumentException>(() => new StackedNetwork([Build(mlp), Build(mlp with { Hidden = [5] })])).Message);
        Assert.Contains("dropout", Assert.Throws<ArgumentException>(() => new StackedNetwork([Build(mlp with { Dropout = 0.5 })])).Message);

        static Network Build(NetworkSettings settings) => Network.Build(settings, new ImageShape(1, 2, 2), 2, seed: 1);
    }

    // The last image of each is black, so that z is the bias alone.
    private static Tensor Images(int members)
    {
        var images = randn([Batch, members, 2, 12, 12], ScalarType.Float64);
        images.select(0, Batch - 1).zero_();
        return images.transpose(0, 1);
    }

    private static Network[] Members(string network, string members) => [.. s_members[members].Select((activation, member) =>
    {
        var built = Network.Build(
            s_networks[network] with { Activation = activation }, new ImageShape(2, 12, 12), 10, seed: member, type: ScalarType.Float64);
        // Away from 0 and 1, where a mistake could hide.
        using var _ = no_grad();
        foreach (var parameter in built.Parameters.Values.Where(parameter => parameter.ndim == 1))
            parameter.add_(randn(parameter.shape, ScalarType.Float64) * 0.1);
        foreach (var (_, buffer) in built.Module.state_dict().Where(named => named.Key.Contains("running", StringComparison.Ordinal)))
            buffer.add_(rand(buffer.shape, ScalarType.Float64));
        built.Module.train();
        return built;
    })];

    private static void AssertNear(Tensor expected, Tensor actual, string? what)
    {
        var (ours, theirs) = (actual.ToDoubles(), expected.ToDoubles());
        Assert.Equal(theirs.Length, ours.Length);
        // Some gradients are 0 but for rounding.
        var most = Math.Max(theirs.Max(Math.Abs), 1);
        for (var i = 0; i < ours.Length; i++)
            Assert.True(Math.Abs(ours[i] - theirs[i]) <= 1e-11 * most, $"{what}[{i}] is {ours[i]:R}, not {theirs[i]:R}");
    }
}
