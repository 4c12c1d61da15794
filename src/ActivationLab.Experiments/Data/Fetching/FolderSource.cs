namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>A folder on this machine.</summary>
internal sealed class FolderSource(string description, string folder) : IDatasetSource
{
    public string Description => description;

    public async Task FetchAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        foreach (var file in delivery.Wanted.ToList())
        {
            var path = new[] { file.Name, file.Name + ".gz" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
                ?? throw new SourceException($"no {file.Name} in {folder}");
            await using var content = Open(path);
            await delivery.AcceptAsync(file, content, cancellationToken);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{path} cannot be read", e);
        }
    }
}
