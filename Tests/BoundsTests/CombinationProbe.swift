import Lacuna

/// The bound, and the weights where it has any, of the log-weights of one row.
func combine(_ bound: some LogWeightBound, _ logWeights: [Double]) throws -> (value: Double, weights: [Double]?) {
    let tape = Tape(precision: .float64)
    let tensor = tape.constant(logWeights, TensorShape(samples: logWeights.count))
    let value = bound.combine(tensor, logStratumWeights: nil)
    let weights = bound.normalisedWeights(tensor, logStratumWeights: nil)
    let workspace = Workspace(try tape.finish(outputs: [value] + (weights.map { [$0] } ?? [])))
    workspace.forward()
    return (workspace.read(value.view)[0], weights.map { workspace.read($0.view) })
}

/// Log-weights of four draws from a linear-Gaussian model, with the bounds that 60-digit arithmetic (mpmath 1.3) gives.
enum GoldenLogWeights {
    static let logWeights = [-4.420600329055445, -1.8588083290554456, -2.9472583290554453, -1.6162083290554456]
    static let evidenceLowerBound = -2.7107188290554456
    static let importanceWeighted = -2.2561330106183277
}
