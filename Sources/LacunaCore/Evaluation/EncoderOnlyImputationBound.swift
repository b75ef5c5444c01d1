import LacunaTensors

/// A bound that is trained on imputations, of which the encoder's parameters alone are moved.
struct EncoderOnlyImputationBound: ImputationBound {
    /// Not for configurations: `EncoderRefit` alone makes one.
    static let name = "encoderOnlyImputation"
    /// What it is.
    static let summary = "another bound that is trained on imputations, by which the encoder alone is moved"

    /// The bound.
    var inner: Choice<Bounds> = "importanceWeighted"
    /// Those of the inner bound.
    var imputationCount = 1
    /// That of the inner bound.
    var sampler: Choice<Samplers> = "importanceResampling"
    /// Those of the inner bound.
    var updateSteps = 1

    /// The default bound, which is not resolved.
    init() {}

    /// Another bound.
    init(_ bound: some ImputationBound) {
        inner = Choice(bound)
        imputationCount = bound.imputationCount
        sampler = bound.sampler
        updateSteps = bound.updateSteps
    }

    /// Draws of the inner bound; 1 where it is not resolved.
    func sampleCount(for posterior: any VariationalFamily) -> Int {
        (try? inner.member())?.sampleCount(for: posterior) ?? 1
    }

    /// What does not fit between the inner bound and a family.
    func problems(with posterior: any VariationalFamily) -> [String] {
        (try? inner.member())?.problems(with: posterior) ?? []
    }

    /// Records the inner bound, and keeps the encoder's part of its objectives.
    func record(_ step: ModelStep, imputed: Tensor) throws -> RecordedBound {
        guard let bound = try inner.member() as? any ImputationBound else {
            throw LacunaError(.configuration, "\(inner.name) is not trained on imputations; wrap one that is")
        }
        return try bound.record(step, imputed: imputed).movingEncoder()
    }
}
