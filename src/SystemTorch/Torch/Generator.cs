using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers of its own, apart from the default one.</summary>
    public class Generator : IDisposable
    {
        private long _handle;

        /// <summary>A generator on a device (the host by default), with a seed.</summary>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? torch.CPU;
            _handle = NativeMethods.CheckHandle(
                NativeMethods.st_generator(unchecked((long)seed), (int)this.device.type, this.device.index));
        }

        private Generator(long handle)
        {
            device = torch.CPU;
            _handle = handle;
        }

        /// <summary>Frees the native generator.</summary>
        ~Generator() => Free();

        /// <summary>The host's default generator, which <see cref="torch.manual_seed"/> seeds.</summary>
        public static Generator Default => new(NativeMethods.CheckHandle(NativeMethods.st_default_generator()));

        /// <summary>Where its numbers are made.</summary>
        public Device device { get; }

        internal long LiveHandle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>Starts over from a seed.</summary>
        public Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.st_generator_seed(LiveHandle, seed));
            return this;
        }

        /// <summary>The seed it started from.</summary>
        public unsafe long initial_seed()
        {
            long seed;
            NativeMethods.Check(NativeMethods.st_generator_initial_seed(LiveHandle, &seed));
            GC.KeepAlive(this);
            return seed;
        }

        /// <summary>All that the next numbers depend on, as bytes on the host.</summary>
        public Tensor get_state()
        {
            var state = Tensor.Wrap(NativeMethods.CheckHandle(NativeMethods.st_generator_state(LiveHandle)));
            GC.KeepAlive(this);
            return state;
        }

        /// <summary>Goes on from where a generator of the same kind of device was at <see cref="get_state"/>.</summary>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">The tensor is no such state.</exception>
        public void set_state(Tensor value)
        {
            NativeMethods.Check(NativeMethods.st_generator_set_state(LiveHandle, value.LiveHandle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        /// <summary>Frees the native generator.</summary>
        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            if (_handle != 0)
                _ = NativeMethods.st_generator_free(_handle);
            _handle = 0;
        }
    }

    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        NativeMethods.Check(NativeMethods.st_manual_seed(seed));
        return Generator.Default;
    }

    /// <summary>The state of the host's default generator: 5,056 bytes.</summary>
    public static Tensor get_rng_state()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    /// <summary>Lets the host's default generator go on from a state. Generators of GPUs are not touched.</summary>
    public static void set_rng_state(Tensor new_state)
    {
        using var generator = Generator.Default;
        generator.set_state(new_state);
    }
}
