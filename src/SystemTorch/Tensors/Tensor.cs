using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch. Disposing it frees this reference; the data lives while any reference to it does.</summary>
    public partial class Tensor : IDisposable
    {
        // Info's places in native/tensor.cpp.
        private const int InfoLength = 9;

        private long _handle;
        private DisposeScope? _scope;

        internal Tensor(long handle)
        {
            _handle = handle;
            _scope = DisposeScopeManager.Current.Innermost;
            var statistics = DisposeScopeManager.Statistics.TensorStatistics;
            if (_scope is null)
            {
                statistics.CreatedOutsideScopeCount++;
            }
            else
            {
                _scope.Add(this);
                statistics.CreatedInScopeCount++;
            }
        }

        /// <summary>Takes over another's reference and its place in its scope; the other is spent.</summary>
        private protected Tensor(Tensor spent)
        {
            _handle = spent.LiveHandle;
            _scope = spent._scope;
            _scope?.Remove(spent);
            _scope?.Add(this);
            spent._handle = 0;
            spent._scope = null;
            GC.SuppressFinalize(spent);
        }

        /// <summary>Frees the native reference of a tensor that nobody disposed.</summary>
        ~Tensor() => Free();

        /// <summary>The native handle.</summary>
        /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
        public IntPtr Handle => (IntPtr)LiveHandle;

        /// <summary>Whether the tensor was disposed.</summary>
        public bool IsInvalid => _handle == 0;

        internal long LiveHandle =>
            _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Tensor), "the tensor was disposed");

        /// <summary>The type of the elements.</summary>
        public ScalarType dtype => (ScalarType)Info(0);

        /// <summary>Where the tensor lives.</summary>
        public Device device => Info(1) == (long)DeviceType.CPU ? torch.CPU : new Device((DeviceType)Info(1), (int)Info(2));

        /// <summary>Whether the elements are floating-point numbers.</summary>
        public bool is_floating_point() =>
            dtype is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

        /// <summary>The kind of device it lives on.</summary>
        public DeviceType device_type => (DeviceType)Info(1);

        /// <summary>Whether it lives on a GPU.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>The number of dimensions.</summary>
        public long ndim => Info(3);

        /// <summary>The number of dimensions.</summary>
        public long dim() => ndim;

        /// <summary>The number of elements.</summary>
        public long numel() => Info(4);

        /// <summary>The number of elements.</summary>
        public long NumberOfElements => Info(4);

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Info(8);

        /// <summary>The length of each dimension.</summary>
        public long[] shape => Layout().Sizes;

        /// <summary>The length of each dimension.</summary>
        public long[] size() => shape;

        /// <summary>The length of one dimension; negative ones count from the end.</summary>
        public long size(int dim) => shape[dim < 0 ? dim + (int)ndim : dim];

        /// <summary>Elements from one index to the next, for each dimension.</summary>
        public long[] stride() => Layout().Strides;

        /// <summary>Whether the elements lie in memory in row-major order without holes.</summary>
        public bool is_contiguous() => Info(7) != 0;

        /// <summary>Whether gradients are wanted for the tensor.</summary>
        public bool requires_grad
        {
            get => Info(5) != 0;
            set
            {
                NativeMethods.Check(NativeMethods.st_tensor_set_requires_grad(LiveHandle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Whether it was made by the user rather than by an operation on tensors with gradients.</summary>
        public bool is_leaf => Info(6) != 0;

        /// <summary>The gradient that backward passes summed up, or null.</summary>
        public Tensor? grad
        {
            get
            {
                var handle = NativeMethods.Check(NativeMethods.st_tensor_grad(LiveHandle));
                GC.KeepAlive(this);
                return handle == 0 ? null : new Tensor(handle);
            }
            set
            {
                NativeMethods.Check(NativeMethods.st_tensor_set_grad(LiveHandle, value?.LiveHandle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>The bytes of a contiguous tensor on the host, in place. The span is valid while the tensor is.</summary>
        /// <exception cref="ExternalException">The tensor is on another device or not contiguous.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var length = checked((int)(NumberOfElements * ElementSize));
                if (length == 0)
                    return [];
                var data = NativeMethods.st_tensor_data(LiveHandle);
                GC.KeepAlive(this);
                return data is null ? throw NativeMethods.LastError() : new Span<byte>(data, length);
            }
            set
            {
                var own = bytes;
                if (value.Length != own.Length)
                    throw new ArgumentException($"the tensor has {own.Length} bytes, not {value.Length}", nameof(value));
                value.CopyTo(own);
            }
        }

        /// <summary>The only element of the tensor, which waits for the device.</summary>
        /// <typeparam name="T">The .NET type of the tensor's dtype.</typeparam>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"item() needs a tensor of one element, not of {NumberOfElements}");
            if (!IsOf<T>(dtype))
                throw new ArgumentException($"item<{typeof(T).Name}>() of a tensor of {dtype}");
            if (device_type == DeviceType.CPU && is_contiguous())
                return MemoryMarshal.Read<T>(bytes);
            using var moved = cpu();
            using var host = moved.contiguous();
            return MemoryMarshal.Read<T>(host.bytes);
        }

        /// <summary>Sums the gradient of this one element into all leaves that it was computed from.</summary>
        public void backward() => backward(null);

        /// <summary>Sums the gradients of the tensor, weighted by <paramref name="grad_tensors"/>, into all leaves (or the given ones).</summary>
        public unsafe void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            var start = grad_tensors is { Count: > 0 } ? grad_tensors[0].LiveHandle : 0;
            var wanted = inputs?.Select(input => input.LiveHandle).ToArray() ?? [];
            fixed (long* first = wanted)
            {
                NativeMethods.Check(NativeMethods.st_tensor_backward(
                    LiveHandle, start, retain_graph ? 1 : 0, create_graph ? 1 : 0, first, wanted.Length));
            }
            GC.KeepAlive(this);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        /// <summary>Lets backward passes leave a gradient here, though the tensor is computed from others.</summary>
        public void retain_grad()
        {
            NativeMethods.Check(NativeMethods.st_tensor_retain_grad(LiveHandle));
            GC.KeepAlive(this);
        }

        /// <summary>Says whether gradients are wanted for the tensor, and returns it.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Hands the tensor to the scope around its own.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            _scope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Lets the tensor outlive every scope; its owner disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            MoveTo(null);
            return this;
        }

        /// <summary>Frees this reference to the data.</summary>
        public void Dispose()
        {
            if (_handle != 0)
            {
                var statistics = DisposeScopeManager.Statistics.TensorStatistics;
                if (_scope is null)
                    statistics.DisposedOutsideScopeCount++;
                else
                    statistics.DisposedInScopeCount++;
                _scope?.Remove(this);
                _scope = null;
                Free();
            }
            GC.SuppressFinalize(this);
        }

        /// <summary>Type, shape and device, for people.</summary>
        public override string ToString() =>
            IsInvalid ? "disposed" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        internal static Tensor Wrap(long handle) => new(handle);

        /// <summary>The tensors made before and after this one in its scope, which chains them.</summary>
        internal Tensor? Earlier { get; set; }

        /// <inheritdoc cref="Earlier"/>
        internal Tensor? Later { get; set; }

        internal bool IsIn(DisposeScope scope) => ReferenceEquals(_scope, scope);

        /// <summary>Is disposed by the scope, which frees the handle that this gives it.</summary>
        internal long LeaveScope()
        {
            DisposeScopeManager.Statistics.TensorStatistics.DisposedInScopeCount++;
            var handle = _handle;
            (_handle, _scope) = (0, null);
            GC.SuppressFinalize(this);
            return handle;
        }

        internal void MoveTo(DisposeScope? scope)
        {
            if (ReferenceEquals(scope, _scope))
                return;
            if (scope is null)
                DisposeScopeManager.Statistics.TensorStatistics.DetachedFromScopeCount++;
            _scope?.Remove(this);
            _scope = scope;
            scope?.Add(this);
        }

        internal void AttachTo(DisposeScope scope)
        {
            // A disposed tensor would be counted as disposed once more when the scope closes.
            _ = LiveHandle;
            if (ReferenceEquals(scope, _scope))
                return;
            DisposeScopeManager.Statistics.TensorStatistics.AttachedToScopeCount++;
            MoveTo(scope);
        }

        internal void set_data(Tensor data)
        {
            NativeMethods.Check(NativeMethods.st_tensor_set_data(LiveHandle, data.LiveHandle));
            GC.KeepAlive(this);
            GC.KeepAlive(data);
        }

        private static bool IsOf<T>(ScalarType type) => type switch
        {
            ScalarType.Byte => typeof(T) == typeof(byte),
            ScalarType.Int8 => typeof(T) == typeof(sbyte),
            ScalarType.Int16 => typeof(T) == typeof(short),
            ScalarType.Int32 => typeof(T) == typeof(int),
            ScalarType.Int64 => typeof(T) == typeof(long),
            ScalarType.Float16 => typeof(T) == typeof(Half),
            ScalarType.Float32 => typeof(T) == typeof(float),
            ScalarType.Float64 => typeof(T) == typeof(double),
            ScalarType.Bool => typeof(T) == typeof(bool),
            _ => false,
        };

        private unsafe long Info(int place)
        {
            var info = stackalloc long[InfoLength];
            NativeMethods.Check(NativeMethods.st_tensor_info(LiveHandle, info));
            // The finalizer of a tensor that nobody needs any more must not free the handle during the call; so too below.
            GC.KeepAlive(this);
            return info[place];
        }

        private unsafe (long[] Sizes, long[] Strides) Layout()
        {
            var dimensions = (int)ndim;
            var sizes = new long[dimensions];
            var strides = new long[dimensions];
            fixed (long* firstSize = sizes, firstStride = strides)
                NativeMethods.Check(NativeMethods.st_tensor_shape(LiveHandle, firstSize, firstStride, dimensions));
            GC.KeepAlive(this);
            return (sizes, strides);
        }

        private void Free()
        {
            if (_handle != 0)
                _ = NativeMethods.st_tensor_free(_handle);
            _handle = 0;
        }
    }
}
