import Lacuna

/// The bound, and the weights where it has any, of the log-weights of one row.
///
/// - Parameter stratumWeights: The weights of strata that have as many draws each, side by side.
func combine(
    _ bound: some LogWeightBound, _ logWeights: [Double], stratumWeights: [Double]? = nil
) throws -> (value: Double, weights: [Double]?) {
    let tape = Tape(precision: .float64)
    let shape = TensorShape(samples: logWeights.count)
    var weights = LogWeights(tape.constant(logWeights, shape))
    if let stratumWeights {
        let drawCount = logWeights.count / stratumWeights.count
        let shares = stratumWeights.flatMap { weight in
            (0..<drawCount).map { _ in Double.log(weight / Double(drawCount)) }
        }
        weights.logShares = tape.constant(shares, shape)
        weights.stratumCount = stratumWeights.count
    }
    let value = bound.combine(weights)
    let share = bound.influence(of: weights)?.share
    let workspace = Workspace(try tape.finish(outputs: [value] + (share.map { [$0] } ?? [])))
    workspace.forward()
    return (workspace.read(value.view)[0], share.map { workspace.read($0.view) })
}

/// Log-weights of four draws from a linear-Gaussian model, with the bounds that 60-digit arithmetic (mpmath 1.3) gives.
enum GoldenLogWeights {
    static let logWeights = [-4.420600329055445, -1.8588083290554456, -2.9472583290554453, -1.6162083290554456]
    static let evidenceLowerBound = -2.7107188290554456
    static let importanceWeighted = -2.2561330106183277
}
