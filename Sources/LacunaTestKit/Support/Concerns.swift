import LacunaCore

/// What every differentiable part has to keep, whatever it computes.
extension ConformanceReport {
    /// All outputs and gradients are finite, in both precisions.
    mutating func requireFinite(_ experiment: Experiment, _ circumstance: String) {
        for precision in Precision.allCases {
            attempt { report in
                let probe = try Probe(experiment, precision)
                for (name, numbers) in zip(probe.outputNames, probe.run()) where !numbers.allSatisfy(\.isFinite) {
                    report.fail("\(name) is not finite \(circumstance) (\(precision.rawValue))")
                }
                let gradients = probe.gradients()
                for (input, numbers) in zip(experiment.inputs, gradients.inputs)
                where !numbers.allSatisfy(\.isFinite) {
                    report.fail(
                        "the gradient with respect to \(input.name) is not finite \(circumstance) (\(precision.rawValue))"
                    )
                }
                for (name, numbers) in gradients.parameters where !numbers.allSatisfy(\.isFinite) {
                    report.fail(
                        "the gradient of the parameter \(name) is not finite \(circumstance) (\(precision.rawValue))")
                }
            }
        }
    }

    /// 32-bit results agree with 64-bit ones to a relative deviation.
    mutating func requirePrecisionsAgree(_ experiment: Experiment, tolerance: Double = 2e-4) {
        attempt { report in
            let single = try Probe(experiment, .float32), double = try Probe(experiment, .float64)
            for (name, (a, b)) in zip(single.outputNames, zip(single.run(), double.run())) {
                let worst = zip(a, b).map { abs($0 - $1) / (1 + abs($1)) }.reduce(0, Swift.max)
                report.require(
                    worst <= tolerance,
                    "\(name) differs by \(worst) (relative) between 32 and 64 bits, where \(tolerance) is allowed")
            }
        }
    }

    /// A row's results are the same, bit for bit, alone, with others, and in any order.
    mutating func requireRowsIndependent(_ experiment: Experiment) {
        attempt { report in
            let all = try Probe(experiment, .float32)
            let results = all.run()
            let reversed = Array((0..<experiment.rowCount).reversed())
            for rows in [reversed] + (0..<experiment.rowCount).map({ [$0] }) {
                let others = try Probe(experiment, .float32, rows: rows).run()
                for (name, (whole, part)) in zip(all.outputNames, zip(results, others)) {
                    let width = whole.count / experiment.rowCount
                    for (place, row) in rows.enumerated() {
                        let expected = whole[row * width..<(row + 1) * width]
                        report.require(
                            isSame(expected, part[place * width..<(place + 1) * width]),
                            "\(name) of a row depends on the rows beside it or on their order")
                    }
                }
            }
        }
    }

    /// What stands in missing cells changes neither an output nor a gradient.
    ///
    /// - Parameters:
    ///   - values: Which input holds the values.
    ///   - observed: Which input says where they are observed.
    mutating func requireNoLeak(_ experiment: Experiment, values: Int, observed: Int) {
        let flags = experiment.inputs[observed].rows
        let original = experiment.inputs[values].rows
        func numbers(_ content: Double) -> [[Double]] {
            zip(original, flags).map { zip($0, $1).map { $1 == 0 ? content : $0 } }
        }
        for precision in Precision.allCases {
            attempt { report in
                let probe = try Probe(experiment.with(numbers(0), for: values), precision)
                let before = probe.run()
                let gradientsBefore = probe.gradients()
                for (content, text) in [(7.0, "7"), (-1e30, "-1e30"), (.infinity, "infinity"), (.nan, "NaN")] {
                    probe.write(numbers(content).flatMap { $0 }, to: values)
                    for (name, (a, b)) in zip(probe.outputNames, zip(before, probe.run())) {
                        report.require(
                            isSame(a[...], b[...]),
                            "missing cells leak: \(name) changes when \(text) is written into unobserved cells")
                    }
                    let gradients = probe.gradients()
                    for (index, input) in experiment.inputs.enumerated() where index != values {
                        report.require(
                            isSame(gradientsBefore.inputs[index][...], gradients.inputs[index][...]),
                            "missing cells leak: the gradient with respect to \(input.name) changes when \(text) is "
                                + "written into unobserved cells")
                    }
                    for (a, b) in zip(gradientsBefore.parameters, gradients.parameters) {
                        report.require(
                            isSame(a.values[...], b.values[...]),
                            "missing cells leak: the gradient of the parameter \(a.name) changes when \(text) is "
                                + "written into unobserved cells")
                    }
                }
            }
        }
    }
}

/// Whether numbers are the same one by one; NaN equals NaN, and 0 equals −0.
func isSame(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
}
