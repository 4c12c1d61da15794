using System.Runtime.InteropServices;
using SystemTorch.Tests.Native;
using SystemTorch.Tests.Tensors;
using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SystemTorch.Tests.Nn;

/// <summary>
/// The mean cross-entropy that the door computes in one pass, beside its definition and libtorch's own operators, which a weight of 1 for every
/// class leads to.
/// </summary>
public sealed class CrossEntropyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<int, int, double> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, double>();
            foreach (var (rows, classes) in new[] { (64, 10), (256, 10), (1, 1), (5, 1), (3, 2), (7, 15), (2, 16), (9, 33), (40, 1000) })
                foreach (var smoothing in new[] { 0, 0.1, 1 })
                    data.Add(rows, classes, smoothing);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Loss_and_gradient_are_those_of_the_definition(int rows, int classes, double smoothing)
    {
        var (logits, target) = (Logits(rows, classes), Target(rows, classes));

        var (loss, gradient) = AsOne(logits, target, smoothing);

        var (expected, expectedGradient) = Definition(logits, target, smoothing);
        AssertClose([expected], loss, 1e-6);
        AssertClose(expectedGradient, gradient, 4e-7 / rows);
        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Empty(loss.shape);
        Assert.Equal(logits.shape, gradient.shape);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Loss_and_gradient_are_libtorchs(int rows, int classes, double smoothing)
    {
        var (logits, target) = (Logits(rows, classes), Target(rows, classes));

        var (loss, gradient) = AsOne(logits, target, smoothing);

        var (expected, expectedGradient) = ByLibtorch(logits, target, smoothing);
        AssertClose(Inputs.Numbers(expected), loss, 1e-5);
        AssertClose(Inputs.Numbers(expectedGradient), gradient, 4e-6 / rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Loss_and_gradient_of_logits_far_apart_are_those_of_the_definition(double smoothing)
    {
        // From what is nearly 1 to what a float cannot tell from 0; and large ones that are near to each other.
        var apart = arange(40).to(float32).mul(3).add(randn([1], generator: new Generator(3))).view(1, 40);
        var logits = cat([apart, apart.neg(), apart.mul(-1000), apart.div(100).add(30000)]);
        var target = tensor([0L, 0L, 7L, 21L]);

        var (loss, gradient) = AsOne(logits, target, smoothing);

        var (expected, expectedGradient) = Definition(logits, target, smoothing);
        AssertClose([expected], loss, 1e-6);
        AssertClose(expectedGradient, gradient, 1e-7);
    }

    [Fact]
    public void Gradient_keeps_the_order_of_the_smallest_probabilities()
    {
        // Down to what float has no normal numbers for.
        var logits = cat([zeros(1), arange(0, 101, 2.0, float32).neg()]).view(1, 52);

        var gradient = Inputs.Numbers(AsOne(logits, tensor([0L]), 0).Gradient);

        var (_, expected) = Definition(logits, tensor([0L]), 0);
        for (var c = 1; c < 52; c++)
            Assert.InRange(gradient[c], expected[c] * (1 - 3e-7) - 2e-45, expected[c] * (1 + 3e-7) + 2e-45);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Loss_and_gradient_of_infinite_or_no_numbers_are_libtorchs(double smoothing)
    {
        const float inf = float.PositiveInfinity, nan = float.NaN;
        float[][] rows =
        [
            [nan, 0, 1], [0, nan, 1], [nan, nan, nan], [inf, 0, 1], [0, inf, 1], [inf, inf, 0], [-inf, 0, 1], [0, -inf, 1],
            [-inf, -inf, -inf], [inf, -inf, 0], [nan, inf, -inf], [3e38f, -3e38f, 0],
        ];
        foreach (var row in rows)
            foreach (var target in new long[] { 0, 1 })
            {
                // A row beside it, which it must not touch.
                var logits = tensor([.. row, 1f, 2f, 3f], [2, 3]);

                var (loss, gradient) = AsOne(logits, tensor([target, 2L]), smoothing);

                var (expected, expectedGradient) = ByLibtorch(logits, tensor([target, 2L]), smoothing);
                AssertSameKind(Inputs.Numbers(expected), Inputs.Numbers(loss));
                AssertSameKind(Inputs.Numbers(expectedGradient), Inputs.Numbers(gradient));
            }
    }

    [Theory]
    [InlineData(10L, "Target 10 is out of bounds")]
    [InlineData(-1L, "Target -1 is out of bounds")]
    public void Target_that_is_no_class_is_refused_as_libtorch_does(long target, string message)
    {
        var error = Assert.Throws<ExternalException>(() => functional.cross_entropy(Logits(2, 10), tensor([3L, target])));

        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(2)]
    public void Target_that_is_ignored_does_not_count(long ignored)
    {
        var logits = Logits(3, 5);
        var leaf = logits.clone().requires_grad_();

        var loss = functional.cross_entropy(leaf, tensor([1L, ignored, 4L]), ignore_index: ignored);

        loss.backward();
        var (expected, expectedGradient) = Definition(logits.index_select(0, tensor([0L, 2L])), tensor([1L, 4L]), 0);
        AssertClose([expected], loss, 1e-6);
        AssertClose([.. expectedGradient[..5], 0, 0, 0, 0, 0, .. expectedGradient[5..]], leaf.grad!, 1e-6);
    }

    [Fact]
    public void Loss_of_no_rows_is_no_number() =>
        Assert.True(double.IsNaN(functional.cross_entropy(zeros(0, 10), zeros(0, dtype: int64)).item<float>()));

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_as_libtorch_does()
    {
        Assert.Contains("batch_size", Assert.Throws<ExternalException>(() => functional.cross_entropy(Logits(3, 10), Target(2, 10))).Message);
        Assert.Contains("label_smoothing", Assert.Throws<ExternalException>(
            () => functional.cross_entropy(Logits(3, 10), Target(3, 10), label_smoothing: 1.5)).Message);
    }

    [Fact]
    public void Logits_and_targets_in_another_order_of_memory_give_the_same()
    {
        var (logits, target) = (Logits(12, 10), Target(12, 10));
        var (loss, gradient) = AsOne(logits, target, 0.1);

        var (turned, turnedGradient) = AsOne(logits.t().contiguous().t(), target, 0.1);
        var (strided, stridedGradient) = AsOne(logits, stack([target, target], 1).select(1, 0), 0.1);

        Assert.Equal(Inputs.Numbers(loss), Inputs.Numbers(turned));
        Assert.Equal(Inputs.Numbers(gradient), Inputs.Numbers(turnedGradient));
        AssertClose(Inputs.Numbers(loss), strided, 1e-6);
        AssertClose(Inputs.Numbers(gradient), stridedGradient, 1e-7);
    }

    [Fact]
    public void Other_types_and_targets_are_libtorchs()
    {
        foreach (var type in new[] { float64, ScalarType.BFloat16 })
        {
            var logits = Logits(6, 5).to(type);
            var (loss, gradient) = AsOne(logits, Target(6, 5), 0.1);
            var (expected, expectedGradient) = ByLibtorch(logits, Target(6, 5), 0.1);

            Assert.Equal(type, loss.dtype);
            AssertClose(Inputs.Numbers(expected.to(float64)), loss.to(float64), type == float64 ? 1e-14 : 1e-2);
            AssertClose(Inputs.Numbers(expectedGradient.to(float64)), gradient.to(float64), type == float64 ? 1e-14 : 1e-2);
        }

        // Shares of the classes as targets, one sample alone, and places of an image.
        var shares = Logits(6, 5).softmax(1);
        var byShares = functional.cross_entropy(Logits(6, 5), shares);
        AssertClose(Inputs.Numbers(Logits(6, 5).log_softmax(1).mul(shares).sum(1).mean().neg()), byShares, 1e-6);
        AssertClose(Inputs.Numbers(Logits(1, 5).log_softmax(1).neg().select(1, 3)), functional.cross_entropy(Logits(1, 5).view(5), tensor(3L)), 1e-6);
        var places = Logits(6, 5).t().view(1, 5, 6);
        AssertClose(
            Inputs.Numbers(functional.cross_entropy(Logits(6, 5), Target(6, 5))), functional.cross_entropy(places, Target(6, 5).view(1, 6)), 1e-6);
    }

    [Fact]
    public void Loss_without_gradients_is_the_same()
    {
        var (logits, target) = (Logits(8, 10), Target(8, 10));
        var expected = Inputs.Numbers(AsOne(logits, target, 0).Loss);

        var plain = functional.cross_entropy(logits, target);

        Assert.False(plain.requires_grad);
        Assert.Equal(expected, Inputs.Numbers(plain));
        var leaf = logits.clone().requires_grad_();
        using (no_grad())
        {
            var unrecorded = functional.cross_entropy(leaf, target);
            Assert.False(unrecorded.requires_grad);
            Assert.Equal(expected, Inputs.Numbers(unrecorded));
        }
        using (inference_mode())
            Assert.Equal(expected, Inputs.Numbers(functional.cross_entropy(logits.clone(), target)));
    }

    [Fact]
    public void Backward_scales_and_adds_up()
    {
        var (logits, target) = (Logits(8, 10), Target(8, 10));
        var once = Inputs.Numbers(AsOne(logits, target, 0).Gradient);
        var leaf = logits.clone().requires_grad_();

        var loss = functional.cross_entropy(leaf, target);
        loss.mul(2.5).backward(retain_graph: true);
        loss.backward(retain_graph: true);
        AssertClose([.. once.Select(value => 3.5 * value)], leaf.grad!, 1e-7);

        // What a caller does to a gradient is not seen by the next way back.
        leaf.grad = null;
        loss.backward(retain_graph: true);
        using (no_grad())
            leaf.grad!.zero_();
        leaf.grad = null;
        loss.backward();
        Assert.Equal(once, Inputs.Numbers(leaf.grad!));
    }

    [Fact]
    public void Backward_after_a_change_of_the_logits_is_of_those_that_were()
    {
        var (logits, target) = (Logits(8, 10), Target(8, 10));
        var leaf = logits.clone().requires_grad_();
        var written = leaf.mul(1);
        var loss = functional.cross_entropy(written, target);
        written.detach().zero_();

        loss.backward();

        Assert.Equal(Inputs.Numbers(AsOne(logits, target, 0).Gradient), Inputs.Numbers(leaf.grad!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Second_derivative_is_libtorchs_in_double_precision(double smoothing)
    {
        var (logits, target, direction) = (Logits(6, 5), Target(6, 5), randn([6, 5], generator: new Generator(5)));

        var single = Curvature(logits, direction);
        var expected = Curvature(logits.to(float64), direction.to(float64));

        AssertClose(Inputs.Numbers(expected), single, 1e-6);

        Tensor Curvature(Tensor at, Tensor along)
        {
            var leaf = at.clone().requires_grad_();
            var loss = functional.cross_entropy(leaf, target, label_smoothing: smoothing).square();
            var gradient = autograd.grad([loss], [leaf], retain_graph: true, create_graph: true)[0];
            return autograd.grad([gradient.mul(along).sum()], [leaf])[0];
        }
    }

    [Fact]
    public void Second_derivative_after_a_change_of_the_logits_is_refused()
    {
        var leaf = Logits(6, 5).requires_grad_();
        var written = leaf.mul(1);
        var loss = functional.cross_entropy(written, Target(6, 5));
        written.detach().zero_();

        var error = Assert.Throws<ExternalException>(() => autograd.grad([loss], [leaf], create_graph: true));

        Assert.Contains("cross_entropy(): the logits were changed in place", error.Message);
    }

    [Fact]
    public void Loss_and_gradient_on_several_threads_are_the_bits_of_one()
    {
        var threads = get_num_threads();
        var (logits, target) = (Logits(301, 200), Target(301, 200));
        try
        {
            set_num_threads(1);
            var (one, oneGradient) = AsOne(logits, target, 0.1);
            set_num_threads(3);
            var (several, severalGradient) = AsOne(logits, target, 0.1);

            Assert.Equal(Inputs.Numbers(one), Inputs.Numbers(several));
            Assert.Equal(Inputs.Numbers(oneGradient), Inputs.Numbers(severalGradient));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Steps_leave_no_tensors()
    {
        var (logits, target) = (Logits(8, 10).requires_grad_(), Target(8, 10));
        Step();
        var live = LiveTensors.Settled();
        for (var i = 0; i < 5; i++)
            Step();

        Assert.Equal(live, NativeMethods.st_live_tensors());

        void Step()
        {
            using var scope = NewDisposeScope();
            functional.cross_entropy(logits, target).backward();
            logits.grad = null;
        }
    }

    private static Tensor Logits(int rows, int classes) => randn([rows, classes], generator: new Generator(7)).mul(3);

    private static Tensor Target(int rows, int classes) => tensor(Enumerable.Range(0, rows).Select(row => 7L * row % classes).ToArray());

    private static (Tensor Loss, Tensor Gradient) AsOne(Tensor logits, Tensor target, double smoothing) => Loss(logits, target, null, smoothing);

    private static (Tensor Loss, Tensor Gradient) ByLibtorch(Tensor logits, Tensor target, double smoothing) =>
        Loss(logits, target, ones(logits.shape[1], dtype: logits.dtype), smoothing);

    private static (Tensor Loss, Tensor Gradient) Loss(Tensor logits, Tensor target, Tensor? weight, double smoothing)
    {
        var leaf = logits.detach().clone().requires_grad_();
        var loss = functional.cross_entropy(leaf, target, weight, label_smoothing: smoothing);
        loss.backward();
        return (loss.detach(), leaf.grad!);
    }

    // The mean over rows of -Σ share · log(softmax), and its gradient, (softmax - share) / rows.
    private static (double Loss, double[] Gradient) Definition(Tensor logits, Tensor target, double smoothing)
    {
        var (rows, classes) = ((int)logits.shape[0], (int)logits.shape[1]);
        var (all, targets) = (Inputs.Numbers(logits), Inputs.Numbers(target));
        var loss = 0.0;
        var gradient = new double[rows * classes];
        for (var row = 0; row < rows; row++)
        {
            var x = all.AsSpan(row * classes, classes).ToArray();
            var largest = x.Max();
            var sum = x.Sum(value => Math.Exp(value - largest));
            for (var c = 0; c < classes; c++)
            {
                var share = smoothing / classes + (c == (int)targets[row] ? 1 - smoothing : 0);
                loss -= share * (x[c] - largest - Math.Log(sum)) / rows;
                gradient[row * classes + c] = (Math.Exp(x[c] - largest) / sum - share) / rows;
            }
        }
        return (loss, gradient);
    }

    // Relative to the largest number.
    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        var numbers = Inputs.Numbers(actual);
        Assert.Equal(expected.Length, numbers.Length);
        var scale = Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(numbers[i], expected[i] - tolerance * scale, expected[i] + tolerance * scale);
    }

    private static void AssertSameKind(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            if (double.IsFinite(expected[i]))
                Assert.Equal(expected[i], actual[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));
            else
                Assert.Equal(expected[i], actual[i]);
    }
}
