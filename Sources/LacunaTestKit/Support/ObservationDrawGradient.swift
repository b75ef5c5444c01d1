import LacunaCore

extension ConformanceReport {
    /// Draws of continuous columns lie where `measures(of:)` says that values do.
    mutating func requireDrawsInRange(_ subject: ObservationSubject) {
        guard subject.block.kind == .continuous else { return }
        attempt { report in
            let head = testNumbers(subject.headWidth, seed: 73, low: -1, high: 1)
            let draws = try Probe(subject.draws(heads: [head], count: 1, purpose: "implicit"), .float64).run()[0]
            for (draw, measure) in zip(draws, subject.measures) where !measure.range.contains(draw) {
                report.fail(
                    "a draw is \(draw), where measures(of:) says that values lie between \(measure.range.lowerBound) and "
                        + "\(measure.range.upperBound)")
                return
            }
        }
    }

    /// Draws of continuous columns have the gradient of implicit reparametrisation, dx/dφ = −(∂F(x)/∂φ) / p(x), with F by
    /// quadrature (Figurnov, Mohamed and Mnih 2018): in one dimension it is the only one of draws that move with the head.
    /// Draws that jump to an atom have no such path, and are left out. Where something else is wrong already, the work is
    /// spared.
    mutating func requireImplicitGradient(_ subject: ObservationSubject) {
        guard passed, subject.block.kind == .continuous, subject.measures[1].atoms.isEmpty else { return }
        attempt { report in
            let head = testNumbers(subject.headWidth, seed: 73, low: -1, high: 1)
            let experiment = subject.reparametrisedDraws(heads: [head], count: 1, purpose: "implicit")
            let probe = try Probe(experiment, .float64)
            let draws = probe.run()[0]
            guard let gradient = probe.gradients().inputs.first else { return }
            // The middle column stands for all, so that what its draw owes to the others' numbers is seen as well.
            let expected = try subject.implicitGradient(column: 1, head: head, draw: draws[1])
            for cell in head.indices where expected[cell] != 0 {
                let found = gradient[cell] / Probe.weight(ofCell: 1)
                let deviation = abs(found - expected[cell]) / (1 + abs(expected[cell]))
                guard !(deviation <= ImplicitGradient.tolerance) else { continue }
                report.fail(
                    "the draws of reparametrisedSample() have a gradient of \(found) to number \(cell) of the head, where "
                        + "their density says \(expected[cell])")
                return
            }
        }
    }
}

extension ObservationSubject {
    /// The derivative of a column's draw by each number of the head; 0 for those that do not move its density.
    fileprivate func implicitGradient(column: Int, head: [Double], draw: Double) throws -> [Double] {
        let step = 1e-5
        let below = ColumnMeasure(range: measures[column].range.lowerBound...draw)
        let rule = Quadrature(over: below, centre: draw)
        let points = rule.points.map { [$0] }
        func mass(_ cell: Int, _ shift: Double) throws -> Double {
            var moved = head
            moved[cell] += shift
            let logDensities = try logDensities(column: column, head: moved, values: points)
            return logDensities.indices.reduce(0.0) { $0 + Double.exp(logDensities[$1]) * rule.weights[$1] }
        }
        let density = try Double.exp(logDensities(column: column, head: head, values: [[draw]])[0])
        return try head.indices.map { try (mass($0, -step) - mass($0, step)) / (2 * step) / density }
    }
}
