import LacunaTensors

/// A bound that is trained on imputations of every row, which training keeps from step to step and a sampler advances.
///
/// Training begins with imputations drawn from the observed values of each column, leaves them for the first epoch, and
/// then advances those of a batch before each step, by the model as it is (Simkus and Gutmann 2024, section 4.3).
public protocol ImputationBound: Bound {
    /// Imputations a row.
    var imputationCount: Int { get }
    /// What advances them; it begins at the imputations that are kept, and draws as many.
    var sampler: Choice<Samplers> { get }
    /// Steps that chains take each time.
    var updateSteps: Int { get }

    /// Records the bound of the rows of a step.
    ///
    /// - Parameters:
    ///   - step: The rows.
    ///   - imputed: Complete rows, (rows · imputations) × 1 × features: row r · imputations + k is imputation k of row r.
    func record(_ step: ModelStep, imputed: Tensor) throws -> RecordedBound
}

extension ImputationBound {
    /// Records the bound with an input for the imputations.
    public func record(_ step: ModelStep) throws -> RecordedBound {
        let imputed = step.tape.input(
            "imputed",
            TensorShape(rows: step.values.shape.rows * imputationCount, features: step.model.layout.featureCount))
        var recorded = try record(step, imputed: imputed)
        recorded.imputed = imputed
        return recorded
    }

    /// One draw for each imputation.
    public func sampleCount(for posterior: any VariationalFamily) -> Int { imputationCount }

    /// What does not fit between the sampler of the imputations and the parts of a model.
    func samplerProblems(with model: ComposedModel) throws -> [String] {
        let sampler = try sampler.member()
        var problems = sampler.problems(with: model)
        if !(sampler is any ChainSampler), let limit = sampler.drawLimit, limit < imputationCount {
            problems.append(
                """
                \(type(of: sampler).name) gives at most \(limit) draws a row, but bound.imputationCount is \
                \(imputationCount); let it take more, or lower bound.imputationCount
                """)
        }
        return problems.map { "bound.sampler: \($0)" }
    }
}
