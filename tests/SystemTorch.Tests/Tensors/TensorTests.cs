using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Tensors;

public sealed class TensorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Properties_describe_the_tensor()
    {
        var x = zeros([2, 3, 4]);
        Assert.Equal((3L, 3L, 24L, 24L, 4L), (x.ndim, x.dim(), x.numel(), x.NumberOfElements, x.ElementSize));
        Assert.Equal([2L, 3, 4], x.size());
        Assert.Equal((3L, 4L), (x.size(1), x.size(-1)));
        Assert.Equal([12L, 4, 1], x.stride());
        Assert.Equal([1L, 4, 12], x.permute(2, 1, 0).stride());
        Assert.True(x.is_contiguous());
        Assert.False(x.permute(2, 1, 0).is_contiguous());
        Assert.Equal((DeviceType.CPU, false), (x.device_type, x.is_cuda));
        Assert.Equal("cpu", x.device.ToString());
        Assert.Equal("[2x3x4], type = Float32, device = cpu", x.ToString());
        Assert.Equal(float32, x.dtype);
    }

    [Theory]
    [InlineData(ScalarType.Float16, true)]
    [InlineData(ScalarType.BFloat16, true)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, true)]
    [InlineData(ScalarType.Int64, false)]
    [InlineData(ScalarType.Byte, false)]
    [InlineData(ScalarType.Bool, false)]
    public void Floating_point_types_are_known(ScalarType type, bool floating) =>
        Assert.Equal(floating, zeros([1], type).is_floating_point());

    [Fact]
    public void Item_is_the_element_in_the_tensors_own_type()
    {
        Assert.Equal(1.5f, tensor(1.5f).item<float>());
        Assert.Equal(0.1, tensor([0.1]).item<double>());
        Assert.Equal(long.MinValue, tensor(long.MinValue).item<long>());
        Assert.Equal(255, tensor([(byte)255]).item<byte>());
        Assert.True(full([1], true).item<bool>());
        Assert.Equal(-7, full([1], -7, ScalarType.Int32).item<int>());
        Assert.Equal(-7, full([1], -7, ScalarType.Int16).item<short>());
        Assert.Equal(-7, full([1], -7, ScalarType.Int8).item<sbyte>());
        Assert.Equal((Half)0.5, full([1], 0.5, ScalarType.Float16).item<Half>());
        Assert.Equal(4.0, arange(6, float64).reshape(2, 3).t().select(0, 1).select(0, 1).item<double>());
    }

    [Fact]
    public void Item_of_another_type_or_of_many_is_refused()
    {
        Assert.Throws<ArgumentException>(() => tensor(1.5f).item<int>());
        Assert.Throws<ArgumentException>(() => tensor(1.5).item<long>());
        Assert.Throws<ArgumentException>(() => tensor(1.5).item<float>());
        Assert.Throws<ArgumentException>(() => tensor([(byte)1]).item<bool>());
        Assert.Throws<ArgumentException>(() => full([1], 0.5, ScalarType.BFloat16).item<Half>());
        Assert.Throws<ArgumentException>(() => tensor([1.0, 2.0]).item<double>());
        Assert.Throws<ArgumentException>(() => tensor(Array.Empty<double>()).item<double>());
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        var x = tensor([1f, 2f]);
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 64], x.bytes.ToArray());
        x.bytes[7] = 0xc0;
        Assert.Equal(-2f, x.select(0, 1).item<float>());
        x.bytes = new byte[8];
        Assert.Equal(0f, x.abs().sum().item<float>());
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[7]);
        Assert.Equal(0, zeros([0, 3]).bytes.Length);
        Assert.Equal([(byte)2, (byte)3], tensor([(byte)1, (byte)2, (byte)3]).narrow(0, 1, 2).bytes.ToArray());
    }

    [Fact]
    public void Bytes_of_another_device_name_the_cure() =>
        Assert.Contains(
            "call cpu() first",
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => _ = empty([2], device: device("meta")).bytes.Length).Message);

    [Fact]
    public void Gradients_sum_up_are_replaced_and_removed()
    {
        var x = tensor([1.0, 2.0], requires_grad: true);
        Assert.True(x.requires_grad && x.is_leaf);
        Assert.Null(x.grad);
        x.square().sum().backward();
        x.square().sum().backward();
        Assert.Equal([4.0, 8.0], Inputs.Numbers(x.grad!));
        x.grad = ones([2], float64);
        Assert.Equal([1.0, 1.0], Inputs.Numbers(x.grad!));
        x.grad = null;
        Assert.Null(x.grad);
        Assert.False((x * 2).is_leaf);
        Assert.False(x.requires_grad_(false).requires_grad);
    }

    [Fact]
    public void Backward_takes_weights_inputs_and_keeps_the_graph()
    {
        var x = tensor([1.0, 2.0], requires_grad: true);
        var y = tensor([3.0, 4.0], requires_grad: true);
        var z = x * y;
        z.backward([tensor([10.0, 100.0])], retain_graph: true, inputs: [x]);
        Assert.Equal([30.0, 400.0], Inputs.Numbers(x.grad!));
        Assert.Null(y.grad);
        z.backward([ones([2], float64)]);
        Assert.Equal([33.0, 404.0], Inputs.Numbers(x.grad!));
        Assert.Equal([1.0, 2.0], Inputs.Numbers(y.grad!));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => z.backward([ones([2], float64)]));
    }

    [Fact]
    public void Backward_with_create_graph_goes_a_second_time()
    {
        var x = tensor(3.0, requires_grad: true);
        x.pow(3).backward(create_graph: true);
        var first = x.grad!;
        Assert.Equal(27.0, first.item<double>());
        x.grad = null;
        first.backward();
        Assert.Equal(18.0, x.grad!.item<double>());
    }

    [Fact]
    public void Conversions_dispose_the_source_when_asked()
    {
        var x = tensor([1.5]);
        var y = x.to(float32, disposeAfter: true);
        Assert.True(x.IsInvalid);
        var z = y.to(CPU, disposeAfter: true);
        Assert.True(y.IsInvalid);
        var w = z.to(float64, CPU, disposeAfter: true);
        Assert.True(z.IsInvalid);
        Assert.Equal(1.5, w.item<double>());
        if (cuda.is_available())
            Assert.True(w.cuda().is_cuda);
        else
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => w.cuda());
    }

    [Fact]
    public void Copy_is_made_only_when_asked_or_needed()
    {
        var x = tensor([1.0]);
        x.to(float64).fill_(2);
        Assert.Equal(2.0, x.item<double>());
        x.to(float64, copy: true).fill_(3);
        x.clone().fill_(3);
        Assert.Equal(2.0, x.item<double>());
        x.alias().fill_(4);
        Assert.Equal(4.0, x.item<double>());
    }

    [Fact]
    public void Equality_is_of_elements_and_hash_is_of_the_object()
    {
        var x = tensor([1.0]);
        object same = tensor([1.0]);
        Assert.True(x.Equals(same));
        Assert.True(x.Equals((object)x));
        Assert.False(x.Equals((object)"x"));
        Assert.NotEqual(x.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void Draws_have_their_distributions()
    {
        using var generator = new Generator(1);
        const int n = 20_000;
        foreach (var normal in new[] { randn([n], float64, generator: generator), randn(n, 1, float64, generator: generator), empty([n], float64).normal_(generator: generator) })
        {
            Assert.InRange(normal.mean().item<double>(), -0.05, 0.05);
            Assert.InRange(normal.std().item<double>(), 0.97, 1.03);
        }
        Assert.InRange(empty([n], float64).normal_(5, 0.1, generator).mean().item<double>(), 4.99, 5.01);
        foreach (var (uniform, low, high) in new[] { (rand([n], float64, generator: generator), 0.0, 1.0), (empty([n], float64).uniform_(-3, 1, generator), -3.0, 1.0) })
        {
            Assert.InRange(uniform.min().item<double>(), low, low + 0.01);
            Assert.InRange(uniform.max().item<double>(), high - 0.01, high);
            Assert.InRange(uniform.mean().item<double>(), (low + high) / 2 - 0.05, (low + high) / 2 + 0.05);
        }
        var order = randperm(100, generator: generator);
        Assert.Equal(int64, order.dtype);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (double)i), Inputs.Numbers(order).Order());
        Assert.NotEqual(Enumerable.Range(0, 100).Select(i => (double)i), Inputs.Numbers(order));
    }

    [Fact]
    public void Dropout_zeroes_the_share_and_scales_the_rest()
    {
        manual_seed(3).Dispose();
        foreach (var inplace in new[] { false, true })
        {
            var dropped = nn.functional.dropout(ones([20_000], float64), 0.3, true, inplace);
            var zeros = 20_000 - dropped.count_nonzero().item<long>();
            Assert.InRange(zeros / 20_000.0, 0.285, 0.315);
            Assert.Equal(1 / 0.7, dropped.max().item<double>(), 12);
        }
    }

    [Fact]
    public void Factories_take_type_device_and_gradient()
    {
        Assert.True(ones([1], requires_grad: true).requires_grad);
        Assert.True(tensor([1f], requires_grad: true).requires_grad);
        Assert.Equal(float64, tensor([(byte)3], float64).dtype);
        Assert.Equal(DeviceType.META, tensor([1f], device: device("meta")).device_type);
        Assert.Equal(DeviceType.META, zeros([1], device: device("meta")).device.type);
        Assert.Throws<NotSupportedException>(() => zeros([1], names: ["n"]));
        Assert.Equal([2L, 2], empty([2, 2], uint8).shape);
    }

    [Fact]
    public void Scalar_knows_its_type()
    {
        Assert.Equal(ScalarType.Int64, ((Scalar)(byte)3).Type);
        Assert.Equal(ScalarType.Int64, ((Scalar)3).Type);
        Assert.Equal(ScalarType.Int64, ((Scalar)3L).Type);
        Assert.Equal(ScalarType.Float64, ((Scalar)3f).Type);
        Assert.Equal(ScalarType.Float64, ((Scalar)3.0).Type);
        Assert.Equal(ScalarType.Bool, ((Scalar)true).Type);
        using Scalar disposed = 2;
        disposed.Dispose();
        Assert.Equal(4f, (ones([1]) * 2 * disposed).item<float>());
    }
}
