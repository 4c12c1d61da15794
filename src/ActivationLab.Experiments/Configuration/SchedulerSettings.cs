using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Experiments.Configuration;

/// <summary>How the learning rate changes while training, as a factor on the optimizer's lr.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(ConstantSchedulerSettings), "constant")]
[JsonDerivedType(typeof(CosineSchedulerSettings), "cosine")]
[JsonDerivedType(typeof(StepSchedulerSettings), "step")]
[JsonDerivedType(typeof(OneCycleSchedulerSettings), "one_cycle")]
public abstract record SchedulerSettings;

/// <summary>The learning rate stays.</summary>
[Description("the learning rate stays")]
public sealed record ConstantSchedulerSettings : SchedulerSettings;

/// <summary>Half a cosine from lr down to <see cref="EtaMin"/>, step by step (Loshchilov and Hutter 2017, arXiv 1608.03983, eq. 5).</summary>
[Description("half a cosine from lr down to eta_min, changed every step")]
public sealed record CosineSchedulerSettings : SchedulerSettings
{
    /// <summary>The learning rate at the end. Default 0.</summary>
    [Description("learning rate at the end")]
    [Range(0.0, 1000.0)]
    public double EtaMin { get; init; }
}

/// <summary>Multiplies the learning rate by gamma after every <see cref="StepSize"/> epochs, as PyTorch's StepLR.</summary>
[Description("multiplied by gamma after every step_size epochs")]
public sealed record StepSchedulerSettings : SchedulerSettings
{
    /// <summary>Epochs between changes. Default 10.</summary>
    [Description("epochs between changes")]
    [Range(1, 100_000)]
    public int StepSize { get; init; } = 10;

    /// <summary>The factor. Default 0.1.</summary>
    [Description("the factor")]
    [Range(1e-6, 1.0)]
    public double Gamma { get; init; } = 0.1;
}

/// <summary>Up to the optimizer's lr, then down near zero, with cosine halves (Smith and Topin 2019, arXiv 1708.07120), as PyTorch's OneCycleLR with cycle_momentum=False.</summary>
[Description("up to lr, then down near zero, changed every step")]
public sealed record OneCycleSchedulerSettings : SchedulerSettings
{
    /// <summary>Share of the steps spent rising. Default 0.3.</summary>
    [Description("share of the steps spent rising")]
    [Range(0.001, 0.999)]
    public double PctStart { get; init; } = 0.3;

    /// <summary>The first learning rate is lr / div_factor. Default 25.</summary>
    [Description("first learning rate = lr / div_factor")]
    [Range(1.0, 1e6)]
    public double DivFactor { get; init; } = 25;

    /// <summary>The last learning rate is the first / final_div_factor. Default 10000.</summary>
    [Description("last learning rate = first / final_div_factor")]
    [Range(1.0, 1e12)]
    public double FinalDivFactor { get; init; } = 1e4;
}
