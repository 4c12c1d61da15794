namespace ActivationLab.Experiments.Runtime;

/// <summary>Messages of libtorch, for people.</summary>
public static class LibtorchMessage
{
    // What follows is the native stack.
    private const string Stack = "\nException raised from";

    /// <summary>An exception's message without the native stack that TorchSharp's carry, in one line.</summary>
    public static string Of(Exception error) => error.Message.Split(Stack)[0].ReplaceLineEndings(" ").Trim();
}
