using System.Text.Json.Serialization;

namespace ActivationLab.Experiments.Runs;

/// <summary>How the records of a run are written as JSON, known when the program is built: finding it out by reflection delays every start.</summary>
[JsonSerializable(typeof(EnvironmentRecord))]
[JsonSerializable(typeof(CheckpointRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
