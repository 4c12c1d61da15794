namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>Texts in the quotes that keep every character as it is.</summary>
internal static class ShellWord
{
    /// <summary>One word of bash.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", @"'\''")}'";

    /// <summary>The value of an option on a line of <c>#SBATCH</c>; sbatch knows quotes and backslashes there, and no variables.</summary>
    public static string QuoteForSbatch(string text) => $"\"{text.Replace(@"\", @"\\").Replace("\"", "\\\"")}\"";
}
