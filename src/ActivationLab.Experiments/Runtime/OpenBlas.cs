using System.Runtime.InteropServices;

namespace ActivationLab.Experiments.Runtime;

/// <summary>What a loaded OpenBLAS says of itself.</summary>
internal static class OpenBlas
{
    /// <summary>The environment variable that forces kernels on OpenBLAS.</summary>
    public const string KernelsVariable = "OPENBLAS_CORETYPE";

    private static readonly string[] s_kernelsOfAvx512 = ["SkylakeX", "Cooperlake", "SapphireRapids"];

    private delegate nint CoreName();

    /// <summary>What to do when the environment forces kernels that leave half of the processor unused; null when nothing is to do.</summary>
    /// <param name="kernels">Those that OpenBLAS took.</param>
    /// <param name="forced">Value of <see cref="KernelsVariable"/>; null when it is not set.</param>
    /// <param name="hasAvx512">Whether the processor has AVX-512.</param>
    public static string? Advice(string? kernels, string? forced, bool hasAvx512) =>
        kernels is not null && !string.IsNullOrEmpty(forced) && hasAvx512 && !s_kernelsOfAvx512.Contains(kernels)
            ? $"{KernelsVariable}={forced} in the environment leaves the processor's AVX-512 unused: unset it, unless results must repeat those of another machine"
            : null;

    /// <summary>The processor that its kernels were written for, such as <c>SkylakeX</c>: they decide its speed and its last digits.</summary>
    /// <param name="path">File of a library that this process has loaded.</param>
    /// <returns>Null if the library is not OpenBLAS.</returns>
    public static string? Kernels(string path)
    {
        if (!NativeLibrary.TryLoad(path, out var library))
            return null;
        try
        {
            return NativeLibrary.TryGetExport(library, "openblas_get_corename", out var function)
                ? Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<CoreName>(function)())
                : null;
        }
        finally
        {
            NativeLibrary.Free(library);
        }
    }
}
