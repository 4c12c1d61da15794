using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Other types and devices.
    public partial class Tensor
    {
        /// <summary>The tensor with elements of a type.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Spent(Op.to_dtype.Call(this, type, non_blocking, copy), disposeAfter);

        /// <summary>The tensor with elements of a type.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The tensor on a device.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Spent(Op.to_device.Call(this, device, dtype, non_blocking, copy), disposeAfter);

        /// <summary>The tensor on a device, with elements of a type.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Spent(Op.to_device.Call(this, device, type, non_blocking, copy), disposeAfter);

        /// <summary>The tensor on the host.</summary>
        public Tensor cpu() => to(torch.CPU);

        /// <summary>The tensor on the current GPU.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            to(device ?? torch.CUDA, non_blocking: non_blocking);

        /// <summary>The tensor as single precision.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>The tensor as double precision.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>The tensor as 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>The tensor as unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>The tensor as true and false.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        private Tensor Spent(Tensor converted, bool disposeThis)
        {
            if (disposeThis)
                Dispose();
            return converted;
        }
    }
}
