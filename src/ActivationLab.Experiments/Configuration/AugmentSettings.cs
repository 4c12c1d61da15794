using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Experiments.Configuration;

/// <summary>Random changes to training images, drawn anew for each image in each epoch.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(NoAugmentSettings), "none")]
[JsonDerivedType(typeof(RandomAugmentSettings), "random")]
public abstract record AugmentSettings;

/// <summary>Images as they are.</summary>
[Description("images as they are")]
public sealed record NoAugmentSettings : AugmentSettings;

/// <summary>A random crop, then a flip, then a hole.</summary>
[Description("random crop, horizontal flip and cutout")]
public sealed record RandomAugmentSettings : AugmentSettings
{
    /// <summary>
    /// Black pixels added on each side before a random crop to the image's own size; 0 for no crop. Default 4, as is usual for CIFAR-10
    /// (He et al. 2016, arXiv 1512.03385, section 4.2).
    /// </summary>
    [Description("black pixels on each side before a random crop; 0 for no crop")]
    [Range(0, 16)]
    public int CropPadding { get; init; } = 4;

    /// <summary>Whether half of the images are mirrored. Default yes; not for digits.</summary>
    [Description("mirror half of the images left to right")]
    public bool HorizontalFlip { get; init; } = true;

    /// <summary>
    /// Side in pixels of a square, anywhere in the image and cut off at its edges, that is set to the mean; 0 for none. Default 0
    /// (DeVries and Taylor 2017, arXiv 1708.04552).
    /// </summary>
    [Description("side in pixels of a square set to the mean; 0 for none")]
    [Range(0, 32)]
    public int Cutout { get; init; }
}
