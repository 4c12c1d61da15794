namespace ActivationLab.Cli;

/// <summary>Recognises that libtorch could not be loaded, which comes wrapped in the failure of a type's initialisation.</summary>
internal static class LibtorchProblem
{
    /// <summary>Why libtorch could not be loaded, in a line; null if the exception says something else.</summary>
    public static string? Of(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is DllNotFoundException or BadImageFormatException)
                return inner.Message.ReplaceLineEndings(" ").Trim();
            // TorchSharp's own loader; all but the first line is a trace of what it tried.
            if (inner is TypeInitializationException { TypeName: "TorchSharp.torch", InnerException: NotSupportedException unloadable })
                return unloadable.Message.Split('\n')[0].Trim().TrimEnd('.');
        }
        return null;
    }
}
