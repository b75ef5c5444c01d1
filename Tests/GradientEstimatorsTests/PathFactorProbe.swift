import Lacuna

/// The factor that an estimator puts on the path of draws with given weights, or `nil` for none.
func pathFactor(_ estimator: some GradientEstimator, weights: [Double]) throws -> [Double]? {
    let tape = Tape(precision: .float64)
    let tensor = tape.constant(weights, TensorShape(samples: weights.count))
    guard let factor = estimator.pathFactor(normalisedWeights: tensor) else { return nil }
    let workspace = Workspace(try tape.finish(outputs: [factor]))
    workspace.forward()
    return workspace.read(factor.view)
}

/// The gradient of log q at a fixed latent with respect to the head: what the estimator lets through of the score.
func score(_ estimator: some GradientEstimator) throws -> [Double] {
    let tape = Tape(precision: .float64)
    let head = tape.variable("head", TensorShape(features: 2))
    let posterior = GaussianVariationalFamily().posterior(
        head: head, latentDimension: 1, in: ParameterScope(tape, group: .encoder))
    let density = estimator.density(of: posterior).logDensity(of: tape.constant(0.7))
    let workspace = Workspace(try tape.finish(objectives: [Objective(density, groups: .all)]))
    workspace.write([0.2, 0.1], to: head.view)
    workspace.forward()
    workspace.backward()
    return workspace.readGradient(head.view)
}
