namespace TorchSharp.Native;

/// <summary>
/// The libraries that libtorch needs: nearly 300 in Debian, OpenCV's and GDAL's among them. Loaded one by one and deepest first, each looks its
/// symbols up among its own few dependencies; loaded by libtorch, all look theirs up among all, which takes a quarter longer. Of some of them
/// libtorch uses nothing: the build has made empty libraries of their names, which are loaded in their stead, and what they need is not.
/// </summary>
internal static class Dependencies
{
    /// <summary>Loads those that the build has found. Without its list, or one of them, libtorch's own loading does the rest.</summary>
    internal static void Load()
    {
        foreach (var name in Names())
            _ = NativeLoader.Open(name.Contains('/') ? Path.Combine(AppContext.BaseDirectory, name) : name);
    }

    private static string[] Names()
    {
        try
        {
            return File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "libtorch-dependencies.txt"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
