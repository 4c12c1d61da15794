namespace SystemTorch.Tests.Conformance;

/// <summary>
/// The API of TorchSharp 0.107.0, as far as it concerns the types of <c>types.txt</c> and their base types. The lines were read by reflection
/// from TorchSharp's own assemblies. When SystemTorch gets another type, add its name to <c>types.txt</c> and run
/// <c>scripts/torchsharp-api-subset.py LIST_DIR</c>, which takes the lines from the lists of the whole API.
/// </summary>
internal static class TorchSharpApi
{
    public static ApiList Public { get; } = Read("torchsharp-0.107.0.txt");

    public static ApiList Protected { get; } = Read("torchsharp-0.107.0-protected.txt");

    private static ApiList Read(string file) => new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Conformance", file)));
}
