using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SystemTorch.Tests.Native;
using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Optim;

/// <summary>The step by one native call against that by libtorch's operators: the same bits.</summary>
public sealed class FusedStepTests : IDisposable
{
    // Around the widths of vectors, and enough in all for several threads.
    private static readonly long[][] Shapes = [[1], [15], [16], [17], [3, 5, 2], [40_003], [0], [64, 32, 3, 3], [7]];

    // These parameters get their first gradient late, or never.
    private const int Late = 3;
    private const int LateFrom = 4;
    private const int Unused = 8;

    // What the one call returns for plain parameters: it needs fused multiply-adds.
    private static readonly int Done = Fma.IsSupported || AdvSimd.IsSupported ? 1 : 0;

    private readonly int _threads = get_num_threads();

    public static TheoryData<string> Cases => [.. OptimizerCase.All.Where(one => one.Groups.Length == 1).Select(one => one.Name)];

    public void Dispose()
    {
        GroupUpdate.IsFused = true;
        set_num_threads(_threads);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_are_those_of_libtorchs_operators_bit_for_bit(string name)
    {
        using var fused = new Steps(name);
        using var operators = new Steps(name);
        for (var step = 0; step < 12; step++)
        {
            GroupUpdate.IsFused = true;
            fused.Step();
            GroupUpdate.IsFused = false;
            operators.Step();
        }
        AssertEqual(operators, fused);
    }

    [Fact]
    public void A_million_numbers_and_three_are_stepped_as_by_the_operators()
    {
        foreach (var name in new[] { "sgd_nesterov_decay", "adam_decay" })
        {
            using var fused = new Steps(name, [[1_000_003]]);
            using var operators = new Steps(name, [[1_000_003]]);
            for (var step = 0; step < 3; step++)
            {
                GroupUpdate.IsFused = true;
                fused.Step();
                GroupUpdate.IsFused = false;
                operators.Step();
            }
            AssertEqual(operators, fused);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_number_of_threads_makes_the_same_bits(string name)
    {
        using var one = new Steps(name);
        using var many = new Steps(name);
        for (var step = 0; step < 6; step++)
        {
            set_num_threads(1);
            one.Step();
            set_num_threads(2 + step % 2);
            many.Step();
        }
        AssertEqual(one, many);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Both_ways_take_turns_on_one_optimizer(string name)
    {
        using var fused = new Steps(name);
        using var turns = new Steps(name);
        for (var step = 0; step < 8; step++)
        {
            GroupUpdate.IsFused = true;
            fused.Step();
            GroupUpdate.IsFused = step % 2 == 0;
            turns.Step();
        }
        AssertEqual(fused, turns);
    }

    [Theory]
    [InlineData("sgd_nesterov_decay")]
    [InlineData("adam_amsgrad")]
    [InlineData("adamw")]
    public void Numbers_that_are_not_finite_pass_as_through_the_operators(string name)
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, float.Epsilon, float.MaxValue, 1f];
        using var fused = new Steps(name);
        using var operators = new Steps(name);
        for (var step = 0; step < 4; step++)
        {
            GroupUpdate.IsFused = true;
            fused.Step(odd);
            GroupUpdate.IsFused = false;
            operators.Step(odd);
        }
        AssertEqual(operators, fused);
    }

    [Fact]
    public void Convolutions_in_channels_last_take_the_one_call()
    {
        using var scope = NewDisposeScope();
        // With one input channel, the gradient's strides are not the weight's, though their memory is.
        foreach (var channels in new[] { 1L, 3L })
        {
            var convolution = nn.Conv2d(channels, 8, 3);
            var weight = convolution.weight;
            weight.set_data(weight.detach().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
            var images = randn([4, 9, 9, channels]).permute(0, 3, 1, 2);
            convolution.call(images).square().mean().backward();
            Assert.Equal(Done, Sgd(weight));
            convolution.Dispose();
        }
    }

    [Fact]
    public void Gradient_in_another_order_of_memory_is_stepped_by_value()
    {
        using var scope = NewDisposeScope();
        var weight = nn.Parameter(zeros([3, 4]));
        var gradient = arange(12, ScalarType.Float32).reshape(4, 3).t();
        using var optimizer = optim.SGD([weight], 0.5);
        weight.grad = gradient;
        optimizer.step();
        Assert.True(weight.detach().Equals(gradient * -0.5));
        weight.grad = ones([1]).expand(3, 4);
        optimizer.step();
        Assert.True(weight.detach().Equals(gradient * -0.5 - 0.5));
        Assert.Equal(Done, Sgd(weight));
    }

    [Fact]
    public void What_only_operators_can_step_is_left_to_them()
    {
        using var scope = NewDisposeScope();
        var doubles = nn.Parameter(ones([3], ScalarType.Float64));
        var holes = nn.Parameter(ones([3, 4]).narrow(1, 0, 2));
        var memory = ones([6]);
        var left = nn.Parameter(memory.narrow(0, 0, 4));
        var right = nn.Parameter(memory.narrow(0, 2, 4));
        foreach (var parameter in new[] { doubles, holes, left, right })
            parameter.grad = ones_like(parameter);
        Assert.Equal(0, Sgd(doubles));
        Assert.Equal(0, Sgd(holes));
        Assert.Equal(0, Sgd(left, right));
        Assert.Equal([1f, 1f, 1f, 1f, 1f, 1f], Floats(memory));

        using var optimizer = optim.SGD([doubles, holes, left, right], 0.5, 0.9);
        optimizer.step();
        Assert.Equal(0.5, doubles.narrow(0, 0, 1).item<double>());
        Assert.Equal([0.5f, 0.5f], Floats(holes.narrow(0, 2, 1).contiguous()));
        Assert.Equal([0.5f, 0.5f, 0f, 0f, 0.5f, 0.5f], Floats(memory));
        Assert.Equal(Done, Sgd(left));
    }

    [Fact]
    public void State_in_another_order_of_memory_is_left_to_operators()
    {
        using var scope = NewDisposeScope();
        var weight = nn.Parameter(zeros([2, 3]));
        using var optimizer = optim.Adam([weight], 0.5);
        var state = (Adam.State)optimizer.state_dict().State[0];
        state.exp_avg.Dispose();
        state.exp_avg = zeros([3, 2]).t().DetachFromDisposeScope();
        weight.grad = arange(6, ScalarType.Float32).reshape(2, 3);
        optimizer.step();
        Assert.Equal(1, state.step);
        Assert.Equal(0f, Floats(weight)[0]);
        Assert.All(Floats(weight)[1..], value => Assert.InRange(value, -0.50001f, -0.49999f));
    }

    [Fact]
    public void Step_between_forward_and_backward_is_found_out()
    {
        using var scope = NewDisposeScope();
        var weight = nn.Parameter(ones([3]));
        foreach (var optimizer in new optim.Optimizer[] { optim.SGD([weight], 0.1), optim.AdamW([weight]) })
        {
            weight.grad = ones([3]);
            var loss = weight.square().sum();
            optimizer.step();
            var error = Assert.Throws<ExternalException>(() => loss.backward());
            Assert.Contains("modified by an inplace operation", error.Message);
            optimizer.Dispose();
        }
    }

    [Fact]
    public void Error_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (nn.Parameter(ones([3])), nn.Parameter(ones([3])));
        using var optimizer = optim.Adam([first, second], 0.5);
        first.grad = ones([3]);
        optimizer.step();
        var before = Floats(first);
        second.Dispose();
        var live = LiveTensors.Settled();
        Assert.Throws<ExternalException>(() => optimizer.step());
        Assert.Equal(before, Floats(first));
        Assert.Equal(1, ((Adam.State)optimizer.state_dict().State[0]).step);
        Assert.Equal(live, LiveTensors.Settled());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_leaks_no_tensor(string name)
    {
        using var steps = new Steps(name);
        for (var step = 0; step <= LateFrom; step++)
            steps.Step();
        var live = LiveTensors.Settled();
        for (var step = 0; step < 20; step++)
        {
            using var scope = NewDisposeScope();
            steps.Step();
            Assert.Equal(0, scope.DisposablesCount);
        }
        Assert.Equal(live, NativeMethods.st_live_tensors());
    }

    private static unsafe int Sgd(params Parameter[] parameters)
    {
        var handles = Array.ConvertAll(parameters, parameter => (long)parameter.Handle);
        fixed (long* first = handles)
            return NativeMethods.Check(NativeMethods.st_sgd_step(first, null, handles.Length, 0.5, 0, 0, 0, 0, 0));
    }

    private static void AssertEqual(Steps expected, Steps actual)
    {
        Assert.Equal(expected.Tensors().Count, actual.Tensors().Count);
        foreach (var (one, other) in expected.Tensors().Zip(actual.Tensors(), (one, other) => (one, other)))
            Assert.Equal(Bits(one), Bits(other));
    }

    // Which of the many bits say "not a number" is nobody's promise.
    private static uint[] Bits(Tensor tensor) =>
        Array.ConvertAll(Floats(tensor), value => BitConverter.SingleToUInt32Bits(float.IsNaN(value) ? float.NaN : value));

    private static float[] Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes).ToArray();

    /// <summary>Steps of an optimizer on gradients that are drawn, at a rate that changes.</summary>
    private sealed class Steps : IDisposable
    {
        private readonly Parameter[] _parameters;
        private readonly Generator _generator = new(42);
        private readonly OptimizerHelper _optimizer;
        private int _step;

        public Steps(string name, long[][]? shapes = null)
        {
            using var scope = NewDisposeScope();
            _parameters = Array.ConvertAll(shapes ?? Shapes, shape => nn.Parameter(randn(shape, generator: _generator)));
            foreach (var parameter in _parameters)
                parameter.DetachFromDisposeScope();
            _optimizer = TinyTraining.Optimizer(OptimizerCase.All.Single(one => one.Name == name), _ => _parameters);
        }

        public void Step(float[]? values = null)
        {
            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            for (var i = 0; i < _parameters.Length; i++)
            {
                if (i == Unused || (i == Late && _step < LateFrom))
                    continue;
                var gradient = randn(_parameters[i].shape, generator: _generator) * Math.Pow(10, i - 4);
                if (values is not null && gradient.numel() > values.Length)
                    values.CopyTo(MemoryMarshal.Cast<byte, float>(gradient.bytes));
                _parameters[i].grad = gradient;
            }
            foreach (var group in _optimizer.ParamGroups)
                group.LearningRate *= 0.9;
            _optimizer.step();
            _step++;
        }

        /// <summary>The parameters and all that is remembered of them.</summary>
        public List<Tensor> Tensors() =>
        [
            .. _parameters,
            .. _optimizer.state_dict().State.SelectMany(state => state switch
            {
                SGD.State sgd => [sgd.momentum_buffer],
                Adam.State adam => [adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq],
                AdamW.State adam => [adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq],
                _ => Array.Empty<Tensor?>(),
            }).OfType<Tensor>(),
        ];

        public void Dispose()
        {
            _optimizer.Dispose();
            _generator.Dispose();
            foreach (var parameter in _parameters)
                parameter.Dispose();
        }
    }
}
