import LacunaTensors

/// A sampler whose chains of imputations move from step to step; many chains a row and many rows advance in one pass.
///
/// The first steps are forgotten, those after them kept.
public protocol ChainSampler: Sampler {
    /// Chains a row, where no imputations are given to start from.
    var chainCount: Int { get }
    /// Steps that are kept.
    var steps: Int { get }
    /// Steps before those, which are forgotten.
    var warmUpSteps: Int { get }
    /// The sampler whose draws chains start from; `nil`: draws from the prior of the model.
    var warmUp: Choice<Samplers>? { get }
}

extension ChainSampler {
    /// Steps that are forgotten for some rows: none where the request sets the number of steps.
    public func forgottenSteps(_ rows: ConditionalRows) -> Int { rows.request.stepCount == nil ? warmUpSteps : 0 }

    /// Steps that are kept for some rows.
    public func keptSteps(_ rows: ConditionalRows) -> Int { rows.request.stepCount ?? steps }

    /// No: what is encoded are imputed rows. A sampler that warms it up is asked on its own.
    public var encodesIncompleteRows: Bool { false }

    /// A draw for each state that is kept.
    public var drawLimit: Int? { chainCount * steps }

    /// As many rows as fill a pass.
    public var preferredBatchSize: Int { max(1, 256 / max(chainCount, 1)) }

    /// More steps.
    public var advice: String { "more steps or warmUpSteps, or the sampler latentAdaptiveResampling" }

    /// What is out of range in the keys of chains.
    public func chainProblems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        func check(_ key: String, _ number: Int, _ range: ClosedRange<Int>) {
            guard !range.contains(number) else { return }
            problems.append(
                ConfigurationProblem(
                    key: key, message: "must lie between \(range.lowerBound) and \(range.upperBound), not \(number)"))
        }
        check("chainCount", chainCount, 1...10_000)
        check("steps", steps, 1...1_000_000)
        check("warmUpSteps", warmUpSteps, 0...1_000_000)
        return problems
    }

    /// Also those of the sampler that warms up.
    public func problems(with model: LatentVariableModel) -> [String] {
        misfits(with: model) + warmUpProblems(with: model)
    }

    /// What does not fit between the sampler that warms up and the parts of a model.
    public func warmUpProblems(with model: LatentVariableModel) -> [String] {
        guard let first = try? warmUp?.member() else { return [] }
        var problems = first.problems(with: model)
        if let limit = first.drawLimit, limit < chainCount {
            problems.append(
                "\(type(of: first).name) gives at most \(limit) draws a row, but \(chainCount) chains are to start from them"
            )
        }
        return problems.map { "warmUp: \($0)" }
    }
}

extension ConditionalRows {
    /// Complete rows for chains to start from: those that are given, else the draws of another sampler, else of the
    /// model's prior.
    ///
    /// - Parameters:
    ///   - count: Chains a row; as many as imputations are given, where some are.
    ///   - warmUp: The other sampler.
    /// - Returns: rows × chains × features.
    public func chainStarts(_ count: Int, warmUp: Choice<Samplers>?) throws -> [Double] {
        if let startingImputations { return startingImputations.map { Double($0) } }
        guard let warmUp else { return try priorStarts(count) }
        let request = ImputationRequest(drawCount: count, isDiagnosed: false)
        let first = try warmUp.member().run(picking(Array(0..<rowCount), request: request, purpose: "warmUp"))
        let width = model.layout.featureCount
        return first.enumerated().flatMap { row, result in
            result.draws.flatMap { draw in
                (0..<width).map { feature in
                    let place = row * width + feature
                    return Double(observed[place] == 1 ? values[place] : draw[feature])
                }
            }
        }
    }

    private func priorStarts(_ count: Int) throws -> [Double] {
        let starting = try recording("chains.start.\(count)") { step in
            let latent = step.model.prior.sample(
                TensorShape(rows: rowCount, samples: count, features: model.latentDimension), purpose: "start",
                in: step.priorContext)
            return ["rows": step.filling(from: step.decode(latent).sample(purpose: "start"))]
        }
        fill(starting)
        starting.workspace.setNoise(stream.child("start"))
        starting.workspace.forward()
        return starting.read("rows")
    }

    /// Runs a step of chains: fills the recording, gives it the step's own noise and the complete rows, and runs it.
    ///
    /// - Parameters:
    ///   - recording: With the input `imputed`.
    ///   - step: The number of the step, from 0.
    ///   - imputed: rows × chains × features.
    public func runChainStep(_ recording: RecordedStep, step: Int, imputed: [Double]) {
        fill(recording)
        recording.write(imputed, to: "imputed")
        recording.workspace.setNoise(stream.child("step").child(step))
        recording.workspace.forward()
    }
}
