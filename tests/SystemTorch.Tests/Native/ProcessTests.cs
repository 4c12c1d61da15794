using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Native;

public sealed class ProcessTests
{
    [Fact]
    public void Version_and_build_are_told()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+", NativeMethods.Version);
        Assert.Contains("PyTorch built with", NativeMethods.BuildInformation);
        Assert.Contains("at::get_num_threads()", NativeMethods.BuildInformation);
        _ = get_num_threads();
        Assert.Equal(NativeMethods.BuildInformation, AppContext.GetData("torch.build"));
        Assert.Equal(NativeMethods.Version, __version__);
    }

    [Fact]
    public void Threads_are_set()
    {
        var before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
        Assert.Equal(before, get_num_threads());
        Assert.True(get_num_interop_threads() >= 1);
    }

    [Fact]
    public void Manual_seed_repeats_the_draws()
    {
        using var first = manual_seed(7);
        Assert.Equal(7, first.initial_seed());
        using var a = randn([5]);
        using var second = manual_seed(7);
        using var b = randn([5]);
        Assert.True(a.Equals(b));
    }

    [Fact]
    public void Generator_is_apart_from_the_default_one()
    {
        using var one = manual_seed(7);
        using var a = rand([3]);
        using var other = new Generator(99);
        using var again = manual_seed(7);
        using var apart = rand([3], generator: other);
        using var b = rand([3]);
        Assert.True(a.Equals(b));
        Assert.Equal(99, other.initial_seed());
        Assert.Equal(5, other.manual_seed(5).initial_seed());
        Assert.Equal(DeviceType.CPU, other.device.type);
    }

    [Fact]
    public void Devices_are_counted()
    {
        Assert.Equal(1, NativeMethods.st_devices((int)DeviceType.CPU));
        Assert.Equal(cuda.device_count() > 0, cuda.is_available());
        Assert.True(cuda.is_available() || !cuda.is_cudnn_available());
        if (!cuda.is_available())
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => cuda.synchronize());
        else
            cuda.synchronize();
    }

    [Fact]
    public void Tf32_is_switched()
    {
        var (products, convolutions) = (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32);
        backends.cuda.matmul.allow_tf32 = !products;
        backends.cudnn.allow_tf32 = !convolutions;
        Assert.Equal(!products, backends.cuda.matmul.allow_tf32);
        Assert.Equal(!convolutions, backends.cudnn.allow_tf32);
        backends.cuda.matmul.allow_tf32 = products;
        backends.cudnn.allow_tf32 = convolutions;
    }

    [Theory]
    [InlineData("cpu", DeviceType.CPU, -1, "cpu")]
    [InlineData("cpu:0", DeviceType.CPU, 0, "cpu")]
    [InlineData("cuda", DeviceType.CUDA, -1, "cuda")]
    [InlineData("cuda:3", DeviceType.CUDA, 3, "cuda:3")]
    [InlineData("meta", DeviceType.META, -1, "meta")]
    public void Device_is_read_from_text(string text, DeviceType type, int index, string shown)
    {
        Device read = text;
        Assert.Equal((type, index, shown), (read.type, read.index, read.ToString()));
        Assert.Equal(shown, device(type, index).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:1:2")]
    [InlineData("CUDA")]
    public void Device_that_is_none_is_refused(string text) =>
        Assert.Contains("cuda:N", Assert.Throws<ArgumentException>(() => new Device(text)).Message);

    [Fact]
    public void State_of_the_default_generator_repeats_draws_and_orders()
    {
        using var scope = NewDisposeScope();
        using var generator = manual_seed(11);
        randn([3]);
        var state = get_rng_state();
        var (normal, order, uniform) = (randn([3]), randperm(50), rand([7]));

        set_rng_state(state);

        Assert.True(normal.Equals(randn([3])));
        Assert.True(order.Equals(randperm(50)));
        Assert.True(uniform.Equals(rand([7])));
        Assert.Equal(ScalarType.Byte, state.dtype);
        // Later draws do not change what was saved.
        set_rng_state(state);
        Assert.True(normal.Equals(randn([3])));
    }

    [Fact]
    public void State_moves_between_generators_by_value()
    {
        using var scope = NewDisposeScope();
        using var one = new Generator(5);
        using var other = new Generator(6);
        rand([9], generator: one);
        var copied = tensor(one.get_state().bytes.ToArray());
        other.set_state(copied);

        Assert.True(rand([9], generator: one).Equals(rand([9], generator: other)));
        Assert.Equal(5, other.initial_seed());

        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => one.set_state(zeros([8])));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => one.set_state(zeros([8], ScalarType.Byte)));
        Assert.True(rand([9], generator: one).Equals(rand([9], generator: other)));
    }
}
