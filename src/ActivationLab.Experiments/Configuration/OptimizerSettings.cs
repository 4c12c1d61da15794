using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Experiments.Configuration;

/// <summary>The optimizer and its hyper-parameters.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(SgdSettings), "sgd")]
[JsonDerivedType(typeof(AdamSettings), "adam")]
[JsonDerivedType(typeof(AdamWSettings), "adamw")]
public abstract record OptimizerSettings
{
    /// <summary>Weight decay λ. Biases, batch-norm parameters and weights are decayed alike; PReLU slopes only with <see cref="DecaySlopes"/>.</summary>
    [Description("weight decay")]
    [Range(0.0, 10.0)]
    [JsonPropertyOrder(100)]
    public double WeightDecay { get; init; }

    /// <summary>Whether PReLU's slopes are decayed too. Default no: decay would pull them towards ReLU (He et al. 2015, section 2.1).</summary>
    [Description("decay PReLU slopes too")]
    [JsonPropertyOrder(101)]
    public bool DecaySlopes { get; init; }

    /// <summary>The (peak) learning rate.</summary>
    [JsonIgnore]
    public abstract double LearningRate { get; }
}

/// <summary>Stochastic gradient descent (Sutskever et al. 2013 for momentum), as PyTorch's SGD.</summary>
[Description("stochastic gradient descent")]
public sealed record SgdSettings : OptimizerSettings, IValidatableObject
{
    /// <summary>Learning rate. Default 0.01.</summary>
    [Description("learning rate")]
    [Range(1e-12, 1000.0)]
    public double Lr { get; init; } = 0.01;

    /// <summary>Momentum. Default 0.9.</summary>
    [Description("momentum")]
    [Range(0.0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Nesterov momentum. Default no.</summary>
    [Description("Nesterov momentum")]
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override double LearningRate => Lr;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Nesterov && Momentum == 0)
            yield return new ValidationResult("nesterov needs a momentum above 0", ["nesterov"]);
    }
}

/// <summary>The hyper-parameters that Adam and its kin share.</summary>
public abstract record AdamFamilySettings : OptimizerSettings
{
    /// <summary>Learning rate. Default 0.001.</summary>
    [Description("learning rate")]
    [Range(1e-12, 1000.0)]
    public double Lr { get; init; } = 0.001;

    /// <summary>Decay of the mean of gradients. Default 0.9.</summary>
    [Description("decay of the running mean of gradients")]
    [Range(0.0, 0.999999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients. Default 0.999.</summary>
    [Description("decay of the running mean of squared gradients")]
    [Range(0.0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator. Default 1e-8.</summary>
    [Description("added to the denominator")]
    [Range(1e-16, 1.0)]
    public double Eps { get; init; } = 1e-8;

    /// <inheritdoc/>
    [JsonIgnore]
    public override double LearningRate => Lr;
}

/// <summary>Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1); weight decay is added to the gradient, as in PyTorch.</summary>
[Description("Adam")]
public sealed record AdamSettings : AdamFamilySettings;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2).</summary>
[Description("Adam with decoupled weight decay")]
public sealed record AdamWSettings : AdamFamilySettings;
