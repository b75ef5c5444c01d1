import LacunaTensors

/// What is said of a run that diverges.
extension Training {
    /// A sentence on what is not finite, and what to try.
    func describeDivergence() -> String {
        if let imputationFailure {
            return """
                training diverged at step \(step + 1): the imputations could not be advanced, as \(imputationFailure); the \
                last good state is kept. \(divergenceAdvice)
                """
        }
        let noise = stream.child("step").child(step)
        var culprits: [String] = []
        order.withUnsafeBufferPointer { order in
            let rows = UnsafeBufferPointer(rebasing: order[place..<place + batchSize])
            for chunk in runner.plan.chunks.indices where culprits.isEmpty {
                culprits = runner.divergedTerms(chunk: chunk, dataset: dataset, rows: rows, noise: noise)
            }
        }
        if culprits.isEmpty {
            culprits = updating.divergedGroups().map { "the gradient of the \($0.rawValue)" }
        }
        let what = culprits.isEmpty ? "the bound" : culprits.joined(separator: ", ")
        return """
            training diverged at step \(step + 1): \(what) is no longer finite; the last good state is kept. \
            \(divergenceAdvice)
            """
    }

    /// A number with three digits after the point, for sentences.
    func brief(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

    var divergenceAdvice: String {
        "Try a smaller training.optimizer.learningRate (now \(learningRate(step: step + 1))) or a "
            + "training.gradientNormLimit such as 5"
    }

    /// Whether a bound is so far below the one before training, on the same rows, that it cannot come from learning.
    static func isRuined(_ bound: Double, from start: Double) -> Bool {
        start.isFinite && bound < start - (100 + 10 * abs(start))
    }
}
