namespace ActivationLab.Cli.Tests;

/// <summary>A table of results as it lies on disk.</summary>
internal static class ResultTable
{
    /// <summary>Its lines, header first, without the columns that say how long things took.</summary>
    public static string[] WithoutTimes(string path)
    {
        var rows = File.ReadAllLines(path).Select(line => line.Split(',')).ToArray();
        var times = rows[0].Index().Where(column => column.Item is "seconds" or "epoch_seconds" or "probe_seconds" or "images_per_second").Select(column => column.Index).ToHashSet();
        return [.. rows.Select(row => string.Join(',', row.Index().Where(cell => !times.Contains(cell.Index)).Select(cell => cell.Item)))];
    }
}
