import LacunaCore

/// Checks the contract of a gradient estimator: it changes the gradient only, never the value; the decoder's gradient stays
/// as it is; the factor on the path is finite and has a shape that fits; and for the evidence lower bound of a
/// linear-Gaussian model the encoder's gradient has the mean of the plain one.
///
/// The means are compared over 200 batches with a bound of seven standard errors: false alarms below 1e-6, seed fixed.
public func checkGradientEstimator(_ estimator: some GradientEstimator) -> ConformanceReport {
    var report = ConformanceReport("gradient estimator \(type(of: estimator).name)")
    report.attempt { report in
        let rows = 64, batches = 200
        let tested = try ToyBoundRun(ToyEvidenceLowerBound(estimator), copies: rows, shift: 0.6, spread: 1.3)
        let plain = try ToyBoundRun(
            ToyEvidenceLowerBound(ToyTotalGradient()), copies: rows, shift: 0.6, spread: 1.3)
        var sums: [[Double]] = [], squares: [[Double]] = []
        var names: [String] = []
        for batch in 0..<batches {
            let stream = Probe.stream.child(batch)
            report.require(tested.run(stream) == plain.run(stream), "the estimator changes the value of the bound")
            let gradients = tested.gradients()
            names = gradients.map(\.name)
            for (index, (a, b)) in zip(gradients, plain.gradients()).enumerated() {
                if a.name.hasPrefix("decoder") {
                    report.require(
                        isSame(a.values[...], b.values[...]), "the estimator changes the decoder's gradient (\(a.name))"
                    )
                }
                let differences = zip(a.values, b.values).map { ($0 - $1) / Double(rows) }
                if batch == 0 {
                    sums.append(differences)
                    squares.append(differences.map { $0 * $0 })
                } else {
                    for cell in differences.indices {
                        sums[index][cell] += differences[cell]
                        squares[index][cell] += differences[cell] * differences[cell]
                    }
                }
            }
        }
        for (index, name) in names.enumerated() {
            for cell in sums[index].indices {
                let mean = sums[index][cell] / Double(batches)
                let variance = max(squares[index][cell] / Double(batches) - mean * mean, 0)
                let allowed = 7 * (variance / Double(batches)).squareRoot() + 1e-9
                report.require(
                    abs(mean) <= allowed,
                    "the mean gradient of \(name) differs from the plain one by \(mean) for the evidence lower bound "
                        + "(allowed \(allowed), false alarms below 1e-6)")
            }
        }
    }
    report.attempt { report in
        let experiment = Experiment(
            rowCount: 2,
            inputs: [Experiment.Input(name: "the weights", samples: 4, features: 1, rows: testRows(2, 4, seed: 121))]
        ) { tape, inputs, rowCount in
            let weights = inputs[0].softmax(over: .samples)
            let factor = estimator.pathFactor(normalisedWeights: weights) ?? tape.constant(1)
            let shape = TensorShape(rows: rowCount, samples: 4)
            guard factor.shape.broadcast(with: shape) == shape else {
                throw CheckFailure("pathFactor has the shape \(factor.shape), which cannot be repeated to \(shape)")
            }
            return [Experiment.Output(name: "pathFactor", tensor: factor.broadcast(to: shape), samples: 4)]
        }
        let factors = try Probe(experiment, .float64).run()[0]
        report.require(factors.allSatisfy(\.isFinite), "pathFactor is not finite")
    }
    return report
}
