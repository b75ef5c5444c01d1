import LacunaCore

/// Checks the contract of an encoder input: what stands in a missing cell, NaN included, changes neither the input nor any
/// gradient, observed cells do, and rows are treated on their own.
public func checkEncoderInput(_ input: some EncoderInput) -> ConformanceReport {
    var report = ConformanceReport("encoder input \(type(of: input).name)")
    let features = 4
    let flags: [[Double]] = [[1, 0, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 1]]
    func width(_ features: Int) -> Int {
        let tape = Tape(precision: .float64)
        let shape = TensorShape(features: features)
        return input.forward(
            tape.input("values", shape), observed: tape.input("observed", shape),
            in: ParameterScope(tape, group: .encoder)
        ).shape.features
    }
    let outputWidth = width(features)
    report.require(outputWidth > 0, "its width is \(outputWidth) for \(features) features")
    func experiment(_ values: [[Double]], _ flags: [[Double]]) -> Experiment {
        let inputs = [
            Experiment.Input(name: "the values", features: features, rows: values),
            Experiment.Input(name: "the pattern", features: features, rows: flags, hasGradient: false),
        ]
        return Experiment(rowCount: values.count, inputs: inputs) { tape, inputs, _ in
            let result = input.forward(
                inputs[0], observed: inputs[1], in: ParameterScope(tape, group: .encoder)["input"])
            return [Experiment.Output(name: "the input", tensor: result, features: outputWidth)]
        }
    }
    let values = testRows(4, features, seed: 81)
    let usual = experiment(values, flags)
    guard report.requireRecordable(usual) else { return report }
    report.requireGradient(usual, of: "the input")
    report.requireNoLeak(usual, values: 0, observed: 1)
    report.requirePrecisionsAgree(usual)
    report.requireRowsIndependent(usual)
    report.requireFinite(experiment([[1e4, -1e4, 0, 1e4]], [[1, 1, 0, 0]]), "where values reach 1e4")
    report.requireEveryParameterMoves(usual)
    report.attempt { report in
        let before = try Probe(usual, .float64).run()[0]
        for feature in 0..<features {
            var moved = values
            moved[2][feature] += 0.5
            report.require(
                try !isSame(before[...], Probe(experiment(moved, flags), .float64).run()[0][...]),
                "the observed value of feature \(feature) does not reach the encoder")
        }
    }
    return report
}
