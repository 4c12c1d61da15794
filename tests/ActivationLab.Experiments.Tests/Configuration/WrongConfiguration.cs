namespace ActivationLab.Experiments.Tests.Configuration;

/// <summary>A text with one mistake, and the problem that must be reported for it.</summary>
/// <param name="Extension">What the file's name ends in: .yaml or .json.</param>
/// <param name="Text">The file.</param>
/// <param name="Line">Line of the mistake.</param>
/// <param name="Column">Column of the mistake.</param>
/// <param name="Key">Key at fault.</param>
/// <param name="Message">The whole message, or its beginning where it goes on with a parser's words.</param>
internal sealed record WrongConfiguration(string Extension, string Text, int Line, int Column, string Key, string Message);
