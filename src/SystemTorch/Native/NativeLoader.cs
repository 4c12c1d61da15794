using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Loads the door, after setting the process up for speed.</summary>
internal static partial class NativeLoader
{
    internal const string Library = "systemtorch";

    // glibc's parameters of mallopt(3).
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;

    private static readonly Lazy<nint> Handle = new(LoadDoor);

    /// <summary>Loads the door once. Every P/Invoke of this assembly then finds it.</summary>
    /// <exception cref="DllNotFoundException">The door or the libtorch behind it is missing.</exception>
    internal static void Load() => _ = Handle.Value;

    private static nint LoadDoor()
    {
        KeepFreedMemory();
        PreloadOpenMpBlas();
        // After the BLAS: what needs one gets the one that is there.
        Dependencies.Load();
        var path = Path.Combine(AppContext.BaseDirectory, $"lib{Library}.so");
        var handle = OpenDoor(path);
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Library ? handle : 0);
        return handle;
    }

    private static nint OpenDoor(string path)
    {
        if (!File.Exists(path))
            throw new DllNotFoundException($"{path} is missing; build with Torch=system to make it");
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException error)
        {
            var reason = error.Message.Split('\n').FirstOrDefault(line => line.Contains(".so")) ?? error.Message;
            throw new DllNotFoundException(
                $"libtorch could not be loaded: {reason.Trim()}; it may have been removed or replaced since the build: install libtorch-dev (or set LIBTORCH) and build again", error);
        }
    }

    /// <summary>
    /// By default glibc returns freed tensors to the system and faults them in again at every step; keeping them is worth tens of per cent.
    /// The user's own MALLOC_ variables win.
    /// </summary>
    private static void KeepFreedMemory()
    {
        Set("MALLOC_MMAP_THRESHOLD_", MmapThreshold, 32 << 20);
        Set("MALLOC_TRIM_THRESHOLD_", TrimThreshold, 512 << 20);
        Set("MALLOC_TOP_PAD_", TopPad, 64 << 20);

        static void Set(string variable, int parameter, int value)
        {
            if (Environment.GetEnvironmentVariable(variable) is null)
                _ = mallopt(parameter, value);
        }
    }

    /// <summary>
    /// Debian's libtorch takes whatever libblas.so.3 the machine's alternatives name; the reference BLAS is 35 times slower than OpenBLAS,
    /// and OpenBLAS for pthreads fights libtorch's OpenMP threads. A library of the same name that is loaded already is the one it gets,
    /// so no system-wide choice is changed. Its symbols are not made global: a libtorch that has its own BLAS (PyTorch's has MKL) keeps it.
    /// </summary>
    private static void PreloadOpenMpBlas()
    {
        var multiarch = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x86_64-linux-gnu",
            Architecture.Arm64 => "aarch64-linux-gnu",
            _ => "",
        };
        foreach (var name in new[] { "libopenblas.so.0", "libblas.so.3", "liblapack.so.3" })
        {
            var path = $"/usr/lib/{multiarch}/openblas-openmp/{name}";
            if (File.Exists(path))
                _ = Open(path);
        }
    }

    /// <summary>Loads a library for good, unless it is loaded already; 0 if that does not work.</summary>
    internal static nint Open(string name)
    {
        const int bindLazily = 1;
        return dlopen(name, bindLazily);
    }

    [LibraryImport("libc")] private static partial int mallopt(int parameter, int value);
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial nint dlopen(string path, int flags);
}
