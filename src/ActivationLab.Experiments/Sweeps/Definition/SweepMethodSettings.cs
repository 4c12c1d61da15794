using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>How the cells of a sweep are chosen.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(GridMethodSettings), "grid")]
[JsonDerivedType(typeof(RandomMethodSettings), "random")]
internal abstract record SweepMethodSettings;

/// <summary>Every combination of the values.</summary>
[Description("every combination of the values")]
internal sealed record GridMethodSettings : SweepMethodSettings;

/// <summary>Cells drawn at random (Bergstra and Bengio 2012, JMLR 13, 281-305): see <see cref="RandomCells"/>.</summary>
[Description("cells drawn at random")]
internal sealed record RandomMethodSettings : SweepMethodSettings, IValidatableObject
{
    /// <summary>How many different cells are drawn.</summary>
    [Description("how many different cells are drawn")]
    [Range(1, SweepLoader.MostCells)]
    public int? Trials { get; init; }

    /// <summary>Decides what is drawn. Default 0.</summary>
    [Description("decides what is drawn")]
    [Range(0L, long.MaxValue)]
    public long Seed { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Trials is null)
            yield return new ValidationResult("is missing: how many cells to draw, such as { name: random, trials: 20 }", ["trials"]);
    }
}
