using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Tensors;

public sealed class FromBufferTests
{
    [Fact]
    public void Tensor_and_array_are_the_same_memory()
    {
        float[] array = [1, 2, 3, 4];
        using var x = frombuffer(array, ScalarType.Float32);
        array[1] = 7;
        using var third = x.narrow(0, 2, 1).fill_(9);

        Assert.Equal([1f, 7, 9, 4], Elements<float>(x));
        Assert.Equal([1f, 7, 9, 4], array);
    }

    [Fact]
    public void Part_of_an_array_is_taken_by_elements()
    {
        using var x = frombuffer(new long[] { 1, 2, 3, 4, 5 }, ScalarType.Int64, count: 2, offset: 1);
        using var rest = frombuffer(new byte[] { 1, 2, 3 }, ScalarType.Byte, offset: 2);

        Assert.Equal([2L, 3], Elements<long>(x));
        Assert.Equal([(byte)3], Elements<byte>(rest));
    }

    [Fact]
    public void Other_type_is_a_copy()
    {
        int[] array = [1, 2];
        using var x = frombuffer(array, ScalarType.Float32, requires_grad: true);
        array[0] = 5;

        Assert.Equal([1f, 2], Elements<float>(x));
        Assert.True(x.requires_grad);
    }

    [Theory]
    [InlineData(-1, 3, "invalid value for 'offset': 3")]
    [InlineData(-1, -1, "invalid value for 'offset': -1")]
    [InlineData(0, 0, "invalid value for 'count': 0")]
    [InlineData(3, 1, "invalid value for 'count': 3")]
    public void Part_that_is_not_there_is_refused(long count, long offset, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => frombuffer(new byte[3], ScalarType.Byte, count, offset)).Message);

    [Fact]
    public void Array_lives_as_long_as_a_view_of_its_tensor_and_no_longer()
    {
        var (array, view) = Lend();
        Collect();
        Assert.True(array.IsAlive);
        Assert.Equal([2f, 3], Elements<float>(view));

        view.Dispose();
        Collect();
        Assert.False(array.IsAlive);
    }

    private static T[] Elements<T>(Tensor tensor) where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes).ToArray();

    // Not inlined: a local of the test would keep the array.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Array, Tensor View) Lend()
    {
        float[] array = [1, 2, 3];
        using var whole = frombuffer(array, ScalarType.Float32);
        return (new WeakReference(array), whole.narrow(0, 1, 2));
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
