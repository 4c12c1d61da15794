namespace TorchSharp;

public static partial class torch
{
    /// <summary>What becomes of a quotient that is not whole.</summary>
    public enum RoundingMode
    {
        /// <summary>It stays.</summary>
        None = 0,

        /// <summary>Rounded towards zero.</summary>
        trunc = 1,

        /// <summary>Rounded down.</summary>
        floor = 2,
    }
}
