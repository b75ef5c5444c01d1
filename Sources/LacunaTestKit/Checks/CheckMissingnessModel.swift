import LacunaCore

/// Checks the contract of a missingness model: over all patterns of a row the probabilities sum to 1, gradients are right,
/// and numbers stay finite; an ignorable one says 0 to every pattern.
///
/// It detects a sum off by 1e-9 and gradients off by 1e-5.
public func checkMissingnessModel(_ model: some MissingnessModel) -> ConformanceReport {
    var report = ConformanceReport("missingness model \(type(of: model).name)")
    let features = 3, samples = 2
    let patterns = (0..<1 << features).map { bits in (0..<features).map { Double(bits >> $0 & 1) } }
    let columns = (0..<features).map {
        FeatureEntry(columnIndex: $0, name: "x\($0)", kind: .continuous, offset: $0, width: 1)
    }
    func experiment(_ values: [[Double]]) -> Experiment {
        let inputs = [
            Experiment.Input(name: "the pattern", features: features, rows: patterns, hasGradient: false),
            Experiment.Input(name: "the values", samples: samples, features: features, rows: values),
        ]
        return Experiment(rowCount: patterns.count, inputs: inputs) { tape, inputs, _ in
            let result = model.logProbability(
                of: inputs[0], given: inputs[1], for: columns, in: ParameterScope(tape, group: .missingness))
            return [Experiment.Output(name: "log p(s|x)", tensor: result, samples: samples)]
        }
    }
    func repeated(_ values: [Double]) -> [[Double]] { [[Double]](repeating: values, count: patterns.count) }
    let usual = experiment(repeated(testNumbers(samples * features, seed: 91)))
    guard report.requireRecordable(usual) else { return report }
    report.requireGradient(usual, of: "log p(s|x)")
    report.requirePrecisionsAgree(usual)
    report.requireRowsIndependent(usual)
    for size in [0.0, 50, -50] {
        report.requireFinite(
            experiment(repeated([Double](repeating: size, count: samples * features))), "where values are \(size)")
    }
    report.attempt { report in
        let logProbabilities = try Probe(usual, .float64).run()[0]
        guard !model.isIgnorable else {
            report.require(
                logProbabilities.allSatisfy { $0 == 0 },
                "it is ignorable, but log p(s|x) is not 0: it would be left out of the bound")
            return
        }
        for sample in 0..<samples {
            let sum = patterns.indices.reduce(0.0) { $0 + Double.exp(logProbabilities[$1 * samples + sample]) }
            report.require(
                abs(sum - 1) <= 1e-9, "the probabilities of all patterns of a row sum to \(sum) instead of 1")
        }
    }
    if !model.isIgnorable { report.requireEveryParameterMoves(usual) }
    return report
}
