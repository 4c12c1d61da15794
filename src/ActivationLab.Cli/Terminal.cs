namespace ActivationLab.Cli;

/// <summary>Where the program writes and what can be shown there. Results go to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;
    private const int WidthOfFiles = 200;
    private const int Utf8 = 65001, Utf16 = 1200;

    private readonly Lock _gate = new();
    private Action<string>? _sayAboveLiveRegion;

    /// <summary>Standard output: what a script reads.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>Standard error: what a person reads.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether <see cref="Error"/> is a screen and not a file or a pipe.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether <see cref="Out"/> is a screen.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Columns of the screen now; in a file or pipe as many as any table needs.</summary>
    public int Width => MeasureWidth();

    /// <summary>Tells how wide the screen is; people change that while they watch.</summary>
    public Func<int> MeasureWidth { private get; init; } = () => WidthOfFiles;

    /// <summary>Rows of the screen now.</summary>
    public int Height => MeasureHeight();

    /// <summary>Tells how high the screen is.</summary>
    public Func<int> MeasureHeight { private get; init; } = () => UsualHeight;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Whether lines on the screen can be drawn anew (<c>TERM=dumb</c> cannot).</summary>
    public bool IsLive => ErrorIsTerminal && Variable("TERM") is not (null or "" or "dumb");

    /// <summary>Whether colours are wanted: on a screen, unless <c>NO_COLOR</c> says anything.</summary>
    public bool HasColors => IsLive && string.IsNullOrEmpty(Variable("NO_COLOR"));

    /// <summary>Whether <see cref="Error"/> can show more than ASCII.</summary>
    public bool HasUnicode => Error.Encoding.CodePage is Utf8 or Utf16;

    /// <summary>Whether stack traces are wanted: <c>ACTIVATIONLAB_DEBUG=1</c>.</summary>
    public bool IsDebug => Variable("ACTIVATIONLAB_DEBUG") is "1";

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess()
    {
        var errorIsTerminal = !Console.IsErrorRedirected;
        return new Terminal(Console.Out, Console.Error)
        {
            ErrorIsTerminal = errorIsTerminal,
            OutIsTerminal = !Console.IsOutputRedirected,
            MeasureWidth = errorIsTerminal ? WindowWidth : () => WidthOfFiles,
            MeasureHeight = errorIsTerminal ? WindowHeight : () => UsualHeight,
        };
    }

    /// <summary>Writes a line to <see cref="Error"/>, above what is drawn live there.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            if (_sayAboveLiveRegion is { } say)
                say(line);
            else
                Error.WriteLine(line);
        }
    }

    /// <summary>Writes a complaint to <see cref="Error"/>: one line that begins with the program's name.</summary>
    public void Complain(string message) => Say($"activationlab: {message}");

    /// <summary>Sends what is said to <paramref name="say"/> until the result is disposed of.</summary>
    public IDisposable SayThrough(Action<string> say)
    {
        lock (_gate)
            _sayAboveLiveRegion = say;
        return new Ending(() =>
        {
            lock (_gate)
                _sayAboveLiveRegion = null;
        });
    }

    /// <summary>Makes the cursor visible again, before the process ends without clearing up.</summary>
    public void Restore()
    {
        if (!IsLive)
            return;
        Error.Write("\e[?25h");
        Error.Flush();
    }

    // A terminal without a size (a serial line, a bare pseudo-terminal) says 0.
    private static int WindowWidth() => Console.WindowWidth is > 0 and var width ? width : UsualWidth;

    private static int WindowHeight() => Console.WindowHeight is > 0 and var height ? height : UsualHeight;

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
