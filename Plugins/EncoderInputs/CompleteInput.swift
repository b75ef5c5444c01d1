import LacunaCore

/// The row as it is: for encoders that see complete rows only.
///
/// It serves complete tables, and bounds and samplers that impute rows before they encode them.
public struct CompleteInput: EncoderInput {
    public static let name = "complete"
    public static let aliases = ["none"]
    public static let summary = "the row as it is, without missing cells"
    public static let references = [Reference.variationalAutoencoder]

    public init() {}

    public var servesMissingCells: Bool { false }

    /// What stands in a missing cell is no input even so: it could come from anywhere.
    public func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor {
        scope.tape.select(observed, values, else: scope.tape.constant(0))
    }
}
