namespace ActivationLab.Reports.Claims;

/// <summary>A file of claims, checked.</summary>
/// <param name="Path">The file.</param>
/// <param name="About">What it says of itself.</param>
/// <param name="Claims">The claims, in the file's order.</param>
public sealed record CheckedClaims(string Path, string About, IReadOnlyList<CheckedClaim> Claims);
