using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>YamlDotNet's parser, whose slips on malformed text (InvalidOperationException and the like) become YamlExceptions.</summary>
internal sealed class SturdyParser : IParser
{
    private readonly Scanner scanner;
    private readonly Parser parser;

    public SturdyParser(string text)
    {
        scanner = new Scanner(new StringReader(text), skipComments: true);
        parser = new Parser(scanner);
    }

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception exception) when (exception is not YamlException and not OutOfMemoryException)
        {
            throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, "this is not YAML", exception);
        }
    }
}
