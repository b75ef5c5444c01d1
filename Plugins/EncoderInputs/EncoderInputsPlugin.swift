import LacunaCore

/// Registers the encoder inputs.
public enum EncoderInputsPlugin: Plugin {
    public static let name = "EncoderInputs"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(ZeroInput.self, to: EncoderInputs.self)
        try catalog.add(ZeroWithMaskInput.self, to: EncoderInputs.self)
        try catalog.add(LearnedInput.self, to: EncoderInputs.self)
        try catalog.add(MeanInput.self, to: EncoderInputs.self)
        try catalog.add(CompleteInput.self, to: EncoderInputs.self)
        try catalog.add(SetEncoderInput.self, to: EncoderInputs.self)
    }
}
