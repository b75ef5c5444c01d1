import LacunaCore

/// Checks the contract of a network: the width that was asked for, rows and samples treated alike and on their own, right
/// gradients, a gradient for every parameter, starting values that come from the stream, and numbers that stay finite.
///
/// It detects gradients off by 1e-5 and any dependence on other rows, bit for bit.
public func checkNetwork(_ network: some Network) -> ConformanceReport {
    var report = ConformanceReport("network \(type(of: network).name)")
    func experiment(_ rows: [[Double]], samples: Int, width: Int, _ mode: RunMode) -> Experiment {
        let features = (rows.first?.count ?? 0) / samples
        let input = Experiment.Input(name: "the input", samples: samples, features: features, rows: rows)
        return Experiment(rowCount: rows.count, inputs: [input]) { tape, inputs, _ in
            let result = network.forward(
                inputs[0], width: width, in: ParameterScope(tape, group: .decoder)["network"], mode: mode)
            return [Experiment.Output(name: "the result", tensor: result, samples: samples, features: width)]
        }
    }
    for (features, width) in [(1, 1), (2, 17)] {
        report.attempt { _ in
            _ = try Probe(experiment([testNumbers(features, seed: 71)], samples: 1, width: width, .training), .float32)
        }
    }
    let usual = experiment(testRows(4, 3 * 5, seed: 72), samples: 3, width: 3, .evaluation)
    guard report.requireRecordable(usual) else { return report }
    report.requireGradient(experiment(testRows(4, 3 * 5, seed: 72), samples: 3, width: 3, .training), of: "the result")
    report.requirePrecisionsAgree(usual, tolerance: 1e-3)
    report.requireRowsIndependent(usual)
    for size in [0.0, 50, -50] {
        report.requireFinite(
            experiment([[size, -size, size]], samples: 1, width: 3, .evaluation), "where inputs reach \(size)")
    }
    report.requireEveryParameterMoves(experiment(testRows(8, 4 * 5, seed: 73), samples: 4, width: 3, .training))
    report.attempt { report in
        let probe = try Probe(usual, .float32)
        let results = probe.run()[0]
        report.require(
            isSame(results[...], probe.run(stream: Probe.stream.child("other"))[0][...]),
            "the result in evaluation depends on random numbers")
    }
    // Samples of a row are treated as rows are.
    report.attempt { report in
        let numbers = testNumbers(3 * 5, seed: 74)
        let samples = try Probe(experiment([numbers], samples: 3, width: 3, .evaluation), .float32).run()[0]
        let rows = (0..<3).map { Array(numbers[$0 * 5..<($0 + 1) * 5]) }
        let single = try Probe(experiment(rows, samples: 1, width: 3, .evaluation), .float32).run()[0]
        report.require(
            isSame(samples[...], single[...]), "a sample is not treated as a row of the same numbers would be")
    }
    report.attempt { report in try report.requireStartFromStream(network) }
    return report
}

extension ConformanceReport {
    /// Every parameter that is not fixed has a gradient somewhere.
    mutating func requireEveryParameterMoves(_ experiment: Experiment) {
        attempt { report in
            let probe = try Probe(experiment, .float64)
            probe.run()
            for (parameter, (name, gradient)) in zip(probe.store.parameters, probe.gradients().parameters) {
                report.require(
                    parameter.isFixed || gradient.contains { $0 != 0 },
                    "the parameter \(name) has no gradient: nothing will ever move it")
            }
        }
    }

    /// Parameters start from the stream, not all from the same numbers.
    fileprivate mutating func requireStartFromStream(_ network: some Network) throws {
        func start(_ seed: UInt64) throws -> [[Double]] {
            let tape = Tape(precision: .float64)
            let input = tape.input("input", TensorShape(features: 5))
            _ = network.forward(input, width: 3, in: ParameterScope(tape, group: .decoder), mode: .training)
            _ = try tape.finish()
            tape.store.initialise(from: RandomStream(seed: seed))
            return tape.store.parameters.map { tape.store.values(of: $0) }
        }
        let first = try start(1)
        guard !first.isEmpty else { return }
        require(first == (try start(1)), "two networks start differently from the same stream")
        require(first != (try start(2)), "networks start the same from different streams")
    }
}
