import LacunaCore

/// Deviations of recorded gradients from central differences in 64 bits.
struct GradientDifference {
    /// The largest deviation, relative to 1 + |difference|, with the place where it was found.
    private(set) var worst = 0.0
    private(set) var place = ""

    /// The deviation up to which a gradient counts as right.
    static let tolerance = 1e-5

    var sentence: String {
        "the gradient with respect to \(place) deviates from central differences by \(worst) (relative)"
    }

    var isAcceptable: Bool { worst <= Self.tolerance }

    /// Compares all gradients of an experiment.
    ///
    /// - Parameter cellsPerParameter: How many cells of each parameter are moved.
    init(_ experiment: Experiment, step: Double = 1e-6, cellsPerParameter: Int = 6) throws {
        let probe = try Probe(experiment, .float64)
        probe.run()
        let gradients = probe.gradients()
        for (index, input) in experiment.inputs.enumerated() where input.hasGradient {
            var numbers = input.rows.flatMap { $0 }
            for cell in numbers.indices {
                let start = numbers[cell]
                compare(gradients.inputs[index][cell], input.name, step) { shift in
                    numbers[cell] = start + shift
                    probe.write(numbers, to: index)
                    probe.run()
                    return probe.total
                }
                numbers[cell] = start
            }
            probe.write(numbers, to: index)
        }
        for (parameter, gradient) in zip(probe.store.parameters, gradients.parameters) where !parameter.isFixed {
            let start = probe.store.values(of: parameter)
            let stride = max(1, (start.count + cellsPerParameter - 1) / cellsPerParameter)
            for cell in Swift.stride(from: 0, to: start.count, by: stride) {
                compare(gradient.values[cell], "the parameter \(gradient.name)", step) { shift in
                    var moved = start
                    moved[cell] += shift
                    probe.store.setValues(moved, of: parameter)
                    probe.store.pack(0..<probe.store.parameters.count)
                    probe.run()
                    return probe.total
                }
            }
            probe.store.setValues(start, of: parameter)
            probe.store.pack(0..<probe.store.parameters.count)
        }
    }

    private mutating func compare(_ gradient: Double, _ name: String, _ step: Double, _ value: (Double) -> Double) {
        let difference = (value(step) - value(-step)) / (2 * step)
        let deviation = abs(gradient - difference) / (1 + abs(difference))
        if deviation > worst || deviation.isNaN {
            worst = deviation.isNaN ? .infinity : deviation
            place = name
        }
    }
}

extension ConformanceReport {
    /// An experiment can be recorded and has the shapes that the contract promises.
    ///
    /// - Returns: Whether it is worth going on.
    mutating func requireRecordable(_ experiment: Experiment) -> Bool {
        let before = failures.count
        attempt { _ in _ = try Probe(experiment, .float32) }
        return failures.count == before
    }

    /// The gradient of an experiment's outputs agrees with differences.
    mutating func requireGradient(_ experiment: Experiment, of what: String) {
        attempt { report in
            let difference = try GradientDifference(experiment)
            report.require(difference.isAcceptable, "\(what): \(difference.sentence)")
        }
    }
}
