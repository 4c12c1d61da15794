namespace ActivationLab.Experiments.Data;

/// <summary>Images and their labels in memory, as the files hold them.</summary>
/// <param name="Pixels">Grey or colour values 0 to 255, <c>[count, channels, height, width]</c> in row-major order.</param>
/// <param name="Labels">One class index an image, <c>[count]</c>.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
public sealed record ImageSet(byte[] Pixels, byte[] Labels, int Count, int Channels, int Height, int Width);
