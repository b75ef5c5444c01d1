import Lacuna

/// What a missing cell whose pattern depends on its value asks of an observation model, for one row of one latent in 64 bits.
struct MissingCellProbe {
    var model: any ObservationModel
    var kind: ColumnKind
    var widths: [Int]
    var head: [Double]

    private var block: ColumnBlock {
        ColumnBlock(
            kind: kind, names: widths.indices.map { "x\($0)" }, widths: widths, features: 0..<widths.reduce(0, +))
    }

    /// `logMeanSigmoid` of the columns wanted, and `tiltedMean`; `nil` where the model does not know one of them.
    func curve(slope: [Double], offset: [Double], wanted: [Double]) throws -> (logMean: Double, tilted: [Double])? {
        let tape = Tape(precision: .float64)
        func constant(_ numbers: [Double]) -> Tensor { tape.constant(numbers, TensorShape(features: numbers.count)) }
        let distribution = model.distribution(
            head: constant(head), block: block, in: ParameterScope(tape, group: .decoder))
        let slope = constant(slope), offset = constant(offset)
        guard
            let logMean = distribution.logMeanSigmoid(slope: slope, offset: offset, wanted: constant(wanted)),
            let tilted = distribution.tiltedMean(slope: slope, offset: offset)
        else { return nil }
        let program = try tape.finish(outputs: [logMean, tilted])
        tape.store.initialise(from: RandomStream(seed: 1))
        let workspace = Workspace(program)
        workspace.forward()
        return (workspace.read(logMean.view)[0], workspace.read(tilted.view))
    }

    /// Draws, those with a gradient, and the gradient of their weighted sum with respect to the head, beside noise of the
    /// same purpose: 1 × samples × features each but for the gradient.
    ///
    /// - Parameters:
    ///   - weights: Of each feature in the sum.
    ///   - noise: Records the noise from which draws are made.
    func draws(
        count: Int, weights: [Double], noise: (Tape, TensorShape, _ purpose: String) -> Tensor
    ) throws -> (exact: [Double], relaxed: [Double], gradient: [Double], noise: [Double]) {
        let tape = Tape(precision: .float64)
        let variable = tape.variable("head", TensorShape(samples: count, features: head.count))
        let distribution = model.distribution(
            head: variable, block: block, in: ParameterScope(tape, group: .decoder))
        let exact = distribution.sample(purpose: "missing")
        let relaxed = distribution.reparametrisedSample(purpose: "missing")
        let numbers = noise(tape, exact.shape, "missing")
        let weights = tape.constant(weights, TensorShape(features: weights.count))
        let total = (relaxed * weights).sum(over: .features).sum(over: .samples)
        let program = try tape.finish(
            outputs: [exact, relaxed, numbers], objectives: [Objective(total, groups: .all)])
        tape.store.initialise(from: RandomStream(seed: 1))
        let workspace = Workspace(program)
        workspace.setNoise(RandomStream(seed: 5))
        workspace.write((0..<count).flatMap { _ in head }, to: variable.view)
        workspace.forward()
        workspace.backward(into: GradientBuffer(tape.store))
        return (
            workspace.read(exact.view), workspace.read(relaxed.view), workspace.readGradient(variable.view),
            workspace.read(numbers.view)
        )
    }
}

/// The central difference of a function of a list in one of its numbers.
func difference(_ numbers: [Double], _ place: Int, _ value: ([Double]) -> Double) -> Double {
    let step = 1e-6
    func moved(_ shift: Double) -> Double {
        var copy = numbers
        copy[place] += shift
        return value(copy)
    }
    return (moved(step) - moved(-step)) / (2 * step)
}

/// The logistic function.
func sigmoid(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }
