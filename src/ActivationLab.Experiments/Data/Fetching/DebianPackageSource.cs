namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>A Debian package that carries the files; it is downloaded and unpacked, not installed, so root's rights are not needed.</summary>
/// <param name="package">Its name.</param>
/// <param name="folder">The absolute folder of the files on a machine where it is installed.</param>
/// <param name="processes">Runs apt-get and dpkg-deb.</param>
internal sealed class DebianPackageSource(string package, string folder, IProcessRunner processes) : IDatasetSource
{
    public string Description => $"Debian package {package}";

    public async Task FetchAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var downloads = delivery.NewFolder();
        await RunAsync("apt-get", ["download", "-qq", package], downloads, cancellationToken);
        var archive = Directory.EnumerateFiles(downloads, "*.deb").FirstOrDefault() ?? throw Failed("apt-get wrote no package");
        var unpacked = delivery.NewFolder();
        await RunAsync("dpkg-deb", ["-x", archive, unpacked], downloads, cancellationToken);
        await new FolderSource(Description, Path.Join(unpacked, folder)).FetchAsync(delivery, cancellationToken);
    }

    private async Task RunAsync(string program, string[] arguments, string folder, CancellationToken cancellationToken)
    {
        var result = await processes.RunAsync(program, arguments, folder, cancellationToken)
            ?? throw Failed($"{program} is not installed");
        if (result.ExitCode != 0)
            throw Failed($"{program} ended with status {result.ExitCode}{result.LastError}");
    }

    private SourceException Failed(string reason) => new($"{reason} (try 'apt-get update && apt-get install {package}')");
}
