namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Something with Adam's two decays.</summary>
        public interface IBetas
        {
            /// <summary>The decays of the means of gradients and of their squares.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
