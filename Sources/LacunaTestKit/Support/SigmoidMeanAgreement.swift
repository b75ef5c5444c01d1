import LacunaCore

/// Expectations of logistic curves, and draws with a gradient, of an observation model: what missing cells whose pattern
/// depends on their values ask of it.
extension ConformanceReport {
    /// `reparametrisedSample` gives the very draws of `sample`, with a gradient to the head.
    mutating func requireReparametrisedDraws(_ subject: ObservationSubject) {
        attempt { report in
            let heads = testRows(3, subject.headWidth, seed: 71)
            let experiment = subject.reparametrisedDraws(heads: heads, count: 20, purpose: "reparametrised")
            let draws = try Probe(subject.draws(heads: heads, count: 20, purpose: "reparametrised"), .float32).run()
            let probe = try Probe(experiment, .float32)
            report.require(
                isSame(draws[0][...], probe.run()[0][...]),
                "the draws of reparametrisedSample() are not those of sample()")
            report.require(
                probe.gradients().inputs[0].contains { $0 != 0 },
                "the draws of reparametrisedSample() have no gradient to the head")
        }
        for size in [0.0, 50, -50] {
            let heads = [[Double](repeating: size, count: subject.headWidth)]
            requireFinite(
                subject.reparametrisedDraws(heads: heads, count: 16, purpose: "extremes"),
                "in reparametrisedSample(), where heads reach \(size)")
        }
    }

    /// Where `logMeanSigmoid` and `tiltedMean` are known, they agree with the density, and columns that are not wanted
    /// influence nothing.
    mutating func requireSigmoidMeans(_ subject: ObservationSubject) {
        attempt { report in
            let curve = subject.curve(seed: 81)
            if subject.knows(.tiltedMean) { try report.requireTiltedMeans(subject, curve) }
            if subject.knows(.logMeanSigmoid) { try report.requireLogMeans(subject, curve) }
        }
    }

    private mutating func requireLogMeans(_ subject: ObservationSubject, _ curve: ObservationSubject.Curve) throws {
        func experiment(_ heads: [[Double]], _ curve: ObservationSubject.Curve, _ wanted: [[Double]]) -> Experiment {
            subject.answers(to: .logMeanSigmoid, heads: heads, curve, wanted: wanted)
        }
        let heads = testRows(3, 2 * subject.headWidth, seed: 82, low: -1, high: 1)
        let wanted: [[Double]] = [[1, 0, 1], [1, 1, 1], [0, 1, 0]]
        let usual = experiment([heads[0]], curve, [wanted[0]])
        guard requireRecordable(usual) else { return }
        requireGradient(usual, of: "logMeanSigmoid()")
        requirePrecisionsAgree(usual)
        requireRowsIndependent(experiment(heads, curve, wanted))
        for size in [50.0, -50] {
            var far = curve
            far.slope = curve.slope.map { $0 * 50 }
            far.offset = curve.offset.map { $0 * 50 }
            let head = [Double](repeating: size, count: 2 * subject.headWidth)
            requireFinite(
                experiment([head], far, [[1, 1, 1]]), "where heads, slopes and offsets reach \(size)")
        }
        for column in 0..<3 {
            let only = (0..<3).map { $0 == column ? 1.0 : 0 }
            let found = try Probe(experiment([heads[0]], curve, [only]), .float64).run()[0]
            for sample in 0..<2 {
                let head = Array(heads[0][sample * subject.headWidth..<(sample + 1) * subject.headWidth])
                let expected = try Double.log(subject.sigmoidMean(column: column, head: head, curve).probability)
                guard !(abs(found[sample] - expected) <= 1e-4) else { continue }
                fail(
                    "logMeanSigmoid() is \(found[sample]) for column \(column), where the density says \(expected)")
                return
            }
        }
        try requireUnwantedColumnsAreIdle(subject, experiment: { experiment([heads[0]], $0, [wanted[0]]) }, curve)
    }

    /// The second column is not wanted: its curve changes nothing.
    private mutating func requireUnwantedColumnsAreIdle(
        _ subject: ObservationSubject, experiment: (ObservationSubject.Curve) -> Experiment,
        _ curve: ObservationSubject.Curve
    ) throws {
        let features = subject.starts[1]..<subject.starts[1] + subject.block.widths[1]
        func changed(_ content: Double) throws -> Probe {
            var other = curve
            for feature in features { other.slope[feature] = content }
            other.offset[1] = content
            return try Probe(experiment(other), .float64)
        }
        let usual = try changed(0)
        let value = usual.run()[0]
        let gradients = usual.gradients().inputs
        for (content, text) in [(7.0, "7"), (-30, "-30"), (.infinity, "infinity"), (.nan, "NaN")] {
            let probe = try changed(content)
            require(
                isSame(value[...], probe.run()[0][...]),
                "logMeanSigmoid() changes when \(text) is written into the curve of a column that is not wanted")
            guard content.isFinite else { continue }
            for (index, gradient) in probe.gradients().inputs.enumerated() {
                require(
                    isSame(gradients[index][...], gradient[...]),
                    "a gradient of logMeanSigmoid() changes when \(text) is written into the curve of a column that is "
                        + "not wanted")
            }
        }
    }

    private mutating func requireTiltedMeans(_ subject: ObservationSubject, _ curve: ObservationSubject.Curve) throws {
        let head = testNumbers(2 * subject.headWidth, seed: 82, low: -1, high: 1)
        let usual = subject.answers(to: .tiltedMean, heads: [head], curve, wanted: [[1, 1, 1]])
        guard requireRecordable(usual) else { return }
        requirePrecisionsAgree(usual)
        let probe = try Probe(usual, .float64)
        let found = probe.run()[0]
        require(
            probe.gradients().inputs.allSatisfy { $0.allSatisfy { $0 == 0 } },
            "tiltedMean() has a gradient, where none is expected")
        for column in 0..<3 {
            for sample in 0..<2 {
                let own = Array(head[sample * subject.headWidth..<(sample + 1) * subject.headWidth])
                let expected = try subject.sigmoidMean(column: column, head: own, curve).tilted
                for (place, number) in expected.enumerated() {
                    let feature = subject.starts[column] + place
                    let mean = found[sample * subject.width + feature]
                    guard !(abs(mean - number) <= 1e-4 * (1 + abs(number))) else { continue }
                    fail("tiltedMean() is \(mean) for feature \(feature), where the density says \(number)")
                    return
                }
            }
        }
    }
}
