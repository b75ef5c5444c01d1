import LacunaCore

/// Checks the contract of a bound on a linear-Gaussian model, where log p(x_o) is known: in expectation the value does not
/// exceed it, it reaches it where q is the exact posterior, a constant added to the log-weights is added to the bound, no
/// missing cell leaks in, rows do not depend on each other, and the gradient is that of the value. A bound that serves strata
/// is checked with two of them as well. Of a bound that is trained on imputations, whose objectives differ from its value,
/// each objective is log p(x) where the row is complete and q its exact posterior, and the gradient of each group of
/// parameters is that of its own objectives.
///
/// It detects a mean that exceeds log p(x_o) by .005 nats. A bound whose exponential has a mean of at most p(x_o), as all
/// bounds made of unbiased weights have, raises a false alarm with a probability below 1e-8 (Chernoff's inequality over
/// 4096 rows).
///
/// - Parameters:
///   - bound: The bound, with the parts inside it resolved by a catalog.
///   - isTight: Whether it equals log p(x_o) where q is the exact posterior, as far as rounding goes.
///   - gradientIsThatOfValue: Whether the gradient is that of the value, sample by sample, or that of the objectives of a
///     bound that is trained on imputations; by default where the bound combines log-weights or is trained on imputations,
///     and its estimator is `total`.
public func checkBound(
    _ bound: some Bound, isTight: Bool = true, gradientIsThatOfValue: Bool? = nil
) -> ConformanceReport {
    var report = ConformanceReport("bound \(type(of: bound).name)")
    report.attempt { report in
        try report.checkValue(bound, isTight: isTight)
        guard report.passed else { return }
        try report.checkRows(bound)
        report.attempt { try $0.checkCombination(bound) }
        if isTight, bound is any ImputationBound { try report.checkCompleteRows(bound) }
        let estimator = try (bound as? any LogWeightBound).map { type(of: try $0.gradient.member()).name }
        let key = bound is any ImputationBound ? Choice<Bounds>(bound).keys["gradient"] : nil
        let isTotal = (estimator ?? key?.stringValue ?? key?["type"]?.stringValue) == "total"
        if gradientIsThatOfValue ?? isTotal { try report.checkGradient(bound) }
        guard let bound = bound as? any LogWeightBound, bound.servesStrata else { return }
        try report.checkStrata(bound, isTight: isTight, gradientIsThatOfValue: gradientIsThatOfValue ?? isTotal)
    }
    return report
}

extension ConformanceReport {
    fileprivate mutating func checkValue(_ bound: some Bound, isTight: Bool) throws {
        let toy = LinearGaussian()
        let exact = toy.logEvidence(LinearGaussian.row, LinearGaussian.observed)
        if isTight {
            let values = try ToyBoundRun(bound, copies: 5).run()
            for value in values where !(abs(value - exact) <= 1e-9) {
                fail("the bound is \(value) where q is the exact posterior, so that log p(x_o) = \(exact) is expected")
                return
            }
        }
        let run = try ToyBoundRun(bound, copies: 512, shift: 0.7, spread: 1.4)
        var sum = 0.0
        let repeats = 8
        for key in 0..<repeats { sum += run.run(Probe.stream.child(key)).reduce(0, +) }
        let count = Double(repeats * 512)
        let mean = sum / count, slack = 20 / count
        require(
            mean <= exact + slack,
            "the mean of the bound is \(mean) and exceeds log p(x_o) = \(exact) (\(Int(count)) rows, allowed \(slack), "
                + "false alarms below 1e-8)")
        let first = run.run(), again = run.run(), other = run.run(Probe.stream.child("other"))
        require(first == again, "the bound differs between two runs from the same stream")
        require(first != other, "the bound ignores the random stream: two streams give the same values")
        require(Set(first).count > 1, "the bound ignores the row: equal rows at two addresses have the same value")
        let shifted = try ToyBoundRun(bound, copies: 512, offset: 2.5, shift: 0.7, spread: 1.4).run()
        let deviation = zip(shifted, first).map { abs($0 - $1 - 2.5) }.reduce(0, max)
        require(
            deviation <= 1e-9,
            "a constant of 2.5 added to every log-weight changes the bound by another number (off by \(deviation))")
    }

    /// Rows on their own, missing cells without influence, finite at extremes, two precisions.
    fileprivate mutating func checkRows(_ bound: some Bound) throws {
        let patterns: [[UInt8]] = [[1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0], [0, 1, 1, 0]]
        let rows = zip(testRows(4, 4, seed: 101), patterns).map { zip($0, $1).map { $1 == 1 ? $0 : 0 } }
        let addresses = (0..<4).map { Experiment.address(ofRow: $0) }
        let single = try ToyBoundRun(bound, .float32, rows: rows, patterns: patterns, shift: 0.5, spread: 1.3)
        let values = single.run()
        for order in [[3, 2, 1, 0], [2], [0]] {
            let others = try ToyBoundRun(
                bound, .float32, rows: order.map { rows[$0] }, patterns: order.map { patterns[$0] }, shift: 0.5,
                spread: 1.3, addresses: order.map { addresses[$0] })
            require(
                others.run() == order.map { values[$0] },
                "the bound of a row depends on the rows beside it or on their order")
        }
        let evaluation = try ToyBoundRun(
            bound, .float64, mode: .evaluation, rows: rows, patterns: patterns, shift: 0.5, spread: 1.3)
        let worst = zip(evaluation.run(), values).map { abs($0 - $1) / (1 + abs($0)) }.reduce(0, max)
        require(worst <= 1e-3, "the bound differs by \(worst) (relative) between 32 and 64 bits")
        let far = try ToyBoundRun(
            bound, .float32, rows: [[1e3, 0, -1e3, 0]], patterns: [LinearGaussian.observed], spread: 1.5)
        require(far.run().allSatisfy(\.isFinite), "the bound is not finite where values reach 1000")
        require(
            far.gradients().allSatisfy { $0.values.allSatisfy(\.isFinite) },
            "the gradient is not finite where values reach 1000")
        single.run()
        let gradients = single.gradients()
        for content in [7, -1e30, .nan] {
            single.write(zip(rows, patterns).map { zip($0, $1).map { $1 == 1 ? $0 : content } })
            require(
                isSame(values[...], single.run()[...]),
                "missing cells leak: the bound changes when \(content) is written into unobserved cells")
            for (before, after) in zip(gradients, single.gradients()) {
                require(
                    isSame(before.values[...], after.values[...]),
                    "missing cells leak: the gradient of \(before.name) changes when \(content) is written into "
                        + "unobserved cells")
            }
        }
    }

    /// Where nothing is missing and q is exact, every objective is log p(x), as every imputation is the row.
    fileprivate mutating func checkCompleteRows(_ bound: some Bound) throws {
        let complete: [UInt8] = [1, 1, 1, 1]
        let row = [1.1, 0.4, -0.2, -0.9]
        let exact = LinearGaussian().logEvidence(row, complete)
        let run = try ToyBoundRun(bound, rows: [row, row], patterns: [complete, complete], pattern: complete)
        run.run()
        for (index, values) in run.objectiveValues.enumerated() {
            let deviation = values.map { abs($0 - exact) }.reduce(0, max)
            require(
                deviation <= 1e-9,
                "objective \(index) is \(values[0]) where the row is complete and q the exact posterior, so that log p(x) = "
                    + "\(exact) is expected")
        }
    }

    /// The gradient is that of the sum of the value over rows, or of the objectives of a bound that is trained on imputations.
    fileprivate mutating func checkGradient(
        _ bound: some Bound, posterior: any VariationalFamily = ToyPosterior()
    ) throws {
        let run = try ToyBoundRun(bound, copies: 3, shift: 0.4, spread: 1.2, posterior: posterior)
        run.run()
        let hasObjectives = bound is any ImputationBound
        let what = hasObjectives ? "its objectives" : "the value"
        for (parameter, gradient) in zip(run.store.parameters, run.gradients()) {
            let start = run.store.values(of: parameter)
            for cell in start.indices {
                func value(_ shift: Double) -> Double {
                    var moved = start
                    moved[cell] += shift
                    run.store.setValues(moved, of: parameter)
                    run.store.pack(0..<run.store.parameters.count)
                    let total = run.run().reduce(0, +)
                    return hasObjectives ? run.objective(of: GroupSet(parameter.group)) : total
                }
                let difference = (value(1e-6) - value(-1e-6)) / 2e-6
                let deviation = abs(gradient.values[cell] - difference) / (1 + abs(difference))
                require(
                    deviation <= GradientDifference.tolerance,
                    "the gradient of \(gradient.name) deviates from central differences of \(what) by "
                        + "\(deviation) (relative)")
            }
            run.store.setValues(start, of: parameter)
            run.store.pack(0..<run.store.parameters.count)
        }
    }

    /// Two strata: exact ones make the bound tight, and no others bring it over log p(x_o).
    fileprivate mutating func checkStrata(
        _ bound: some LogWeightBound, isTight: Bool, gradientIsThatOfValue: Bool
    ) throws {
        // A budget for other numbers of strata, or an estimator that needs more of them than the toy has.
        guard bound.problems(with: ToyStrata()).isEmpty else { return }
        let exact = LinearGaussian().logEvidence(LinearGaussian.row, LinearGaussian.observed)
        if isTight {
            let values = try ToyBoundRun(bound, copies: 5, posterior: ToyStrata()).run()
            for value in values where !(abs(value - exact) <= 1e-9) {
                fail(
                    "the bound is \(value) where both strata are the exact posterior, so that log p(x_o) = \(exact) is "
                        + "expected")
                return
            }
        }
        let run = try ToyBoundRun(bound, copies: 512, shift: 0.7, spread: 1.4, posterior: ToyStrata(distance: 0.8))
        var sum = 0.0
        for key in 0..<8 { sum += run.run(Probe.stream.child(key)).reduce(0, +) }
        let count = 8.0 * 512
        require(
            sum / count <= exact + 20 / count,
            "the mean of the bound with two strata is \(sum / count) and exceeds log p(x_o) = \(exact) (allowed "
                + "\(20 / count), false alarms below 1e-8)")
        guard gradientIsThatOfValue else { return }
        try checkGradient(bound, posterior: ToyStrata(distance: 0.8))
    }

    /// What a bound of log-weights does with them alone.
    fileprivate mutating func checkCombination(_ bound: some Bound) throws {
        guard let bound = bound as? any LogWeightBound else { return }
        switch bound.budget {
        case .perStratum(let count), .total(let count):
            guard count >= 1 else { return fail("the budget is \(count) draws, where at least 1 is expected") }
        }
        for strata in bound.servesStrata ? [1, 2] : [1] {
            // As many draws as it takes of a row.
            guard let drawsPerStratum = bound.budget.drawCount(stratumCount: strata) else { continue }
            let count = drawsPerStratum * strata
            let shape = TensorShape(rows: 2, samples: count)
            let experiment = Experiment(
                rowCount: 2,
                inputs: [
                    Experiment.Input(
                        name: "the log-weights", samples: count, features: 1, rows: testRows(2, count, seed: 111))
                ]
            ) { tape, inputs, _ in
                let shares = (0..<2).flatMap { _ in
                    (0..<count).map { Double.log(($0 < drawsPerStratum ? 0.3 : 0.7) / Double(drawsPerStratum)) }
                }
                let weights = LogWeights(
                    inputs[0], logShares: strata == 1 ? nil : tape.constant(shares, shape), stratumCount: strata)
                var outputs = [Experiment.Output(name: "combine(_:)", tensor: bound.combine(weights))]
                if let influence = bound.influence(of: weights) {
                    outputs.append(
                        Experiment.Output(
                            name: "influence(of:).share", tensor: influence.share.stoppingGradient(), samples: count))
                }
                return outputs
            }
            requireGradient(Experiment.firstOutput(of: experiment), of: "combine(_:)")
            let results = try Probe(experiment, .float64).run()
            guard results.count > 1 else { continue }
            // The weight of a draw is the derivative of the bound by its log-weight.
            let probe = try Probe(Experiment.firstOutput(of: experiment), .float64)
            probe.run()
            let slopes = probe.gradients().inputs[0].map { $0 / 0.3 }
            let deviation = zip(slopes, results[1]).map { abs($0 - $1) }.reduce(0, max)
            require(
                deviation <= 1e-9,
                "the shares of influence are not the derivatives of the bound by the log-weights (off by \(deviation))")
        }
    }
}

extension Experiment {
    /// The experiment without its further outputs.
    fileprivate static func firstOutput(of experiment: Experiment) -> Experiment {
        var copy = experiment
        copy.record = { Array(try experiment.record($0, $1, $2).prefix(1)) }
        return copy
    }
}
