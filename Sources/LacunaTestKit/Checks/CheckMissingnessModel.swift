import LacunaCore

/// Checks the contract of a missingness model, with continuous columns and with columns of all kinds that are some of a
/// table's: over all patterns of the columns that it explains the probabilities sum to 1, log-odds of its own say the same as
/// log p(s|x), gradients are right (those of its prior, too), and numbers stay finite; mirrored numbers mirror the curves of
/// their columns. An ignorable model says 0 to every pattern, any other explains a column at least.
///
/// It detects sums and log-probabilities off by 1e-9, gradients off by 1e-5, and any influence of a column that the model's
/// own log-odds know nothing of.
public func checkMissingnessModel(_ model: some MissingnessModel) -> ConformanceReport {
    var report = ConformanceReport("missingness model \(type(of: model).name)")
    let explainsContinuous = report.check(.continuous(model))
    var mixed = ConformanceReport("columns of all kinds")
    let explainsMixed = mixed.check(.mixed(model))
    report.add(mixed)
    report.require(
        model.isIgnorable || explainsContinuous || explainsMixed,
        "it is not ignorable, but explains none of the columns x0, x1, x2, flag and group; name some of them where it explains "
            + "columns by name")
    return report
}

extension ConformanceReport {
    /// - Returns: Whether any of the columns is explained, as far as can be told.
    fileprivate mutating func check(_ subject: MissingnessSubject) -> Bool {
        let usual = subject.probabilities(subject.usualValues)
        guard requireRecordable(usual) else { return true }
        requireGradient(usual, of: "log p(s|x)")
        requirePrecisionsAgree(usual)
        requireRowsIndependent(usual)
        for size in [0.0, 50, -50] {
            requireFinite(subject.probabilities(subject.values(size)), "where values are \(size)")
        }
        var explains = true
        attempt { report in
            let logProbabilities = try Probe(usual, .float64).run()[0]
            guard !subject.model.isIgnorable else {
                report.require(
                    logProbabilities.allSatisfy { $0 == 0 },
                    "it is ignorable, but log p(s|x) is not 0: it would be left out of the bound")
                return
            }
            let idleCount = try report.idleCount(subject, logProbabilities)
            explains = idleCount < subject.columns.count
            report.requireNormalised(subject, logProbabilities, idleCount: idleCount)
            try report.requireOwnLogOddsAgree(subject)
        }
        if !subject.model.isIgnorable {
            requireEveryParameterMoves(usual)
            requireMirroredCurves(subject)
        }
        requirePrior(subject)
        return explains
    }

    /// How many columns are not explained: by its own log-odds, or else those whose flag changes nothing.
    private mutating func idleCount(_ subject: MissingnessSubject, _ logProbabilities: [Double]) throws -> Int {
        if let isExplained = try subject.isExplainedByOwnLogOdds() { return isExplained.count { !$0 } }
        let samples = subject.samples
        let idle = subject.columns.indices.filter { column in
            logProbabilities.indices.allSatisfy { cell in
                let flipped = (cell / samples ^ 1 << column) * samples + cell % samples
                return logProbabilities[cell] == logProbabilities[flipped]
            }
        }
        require(
            idle.count < subject.columns.count,
            "it is not ignorable, but log p(s|x) is the same for every pattern, and no log-odds of its own say that no column "
                + "is explained")
        return idle.count
    }

    /// The patterns of the explained columns have probabilities that sum to 1.
    private mutating func requireNormalised(
        _ subject: MissingnessSubject, _ logProbabilities: [Double], idleCount: Int
    ) {
        let patterns = subject.patterns, samples = subject.samples
        for sample in 0..<samples {
            let sum = patterns.indices.reduce(0.0) { $0 + Double.exp(logProbabilities[$1 * samples + sample]) }
            // The flag of a column that is not explained changes nothing, so that each pattern of the others comes twice.
            let share = sum / Double(1 << idleCount)
            require(
                abs(share - 1) <= 1e-9, "the probabilities of all patterns of a row sum to \(share) instead of 1")
        }
    }

    /// Log-odds of the model's own give the same probabilities, for the columns that they say are explained.
    private mutating func requireOwnLogOddsAgree(_ subject: MissingnessSubject) throws {
        guard let isExplained = try subject.isExplainedByOwnLogOdds() else { return }
        let results = try Probe(subject.probabilities(subject.usualValues, withOwn: true), .float64).run()
        for (whole, said) in zip(results[0], results[1]) where !(abs(whole - said) <= 1e-9 * (1 + abs(whole))) {
            fail("log p(s|x) is \(whole), where its own log-odds say \(said)")
            break
        }
        let slopes = results[2].prefix(subject.columns.reduce(0) { $0 + $1.width })
        let offsets = results[3].prefix(subject.columns.count)
        var start = 0
        for (place, column) in subject.columns.enumerated() {
            let own = Array(slopes[start..<start + column.width]) + [offsets[place]]
            start += column.width
            guard !isExplained[place], own.contains(where: { $0 != 0 }) else { continue }
            fail("its own log-odds do not explain \(column.name), but their slope or offset for it is not 0")
        }
        // Features that belong to none of the columns.
        var moved = subject.usualValues
        let own = Set(subject.columns.flatMap(\.features))
        for cell in moved.indices where !own.contains(cell % subject.featureCount) { moved[cell] += 7 }
        let other = try Probe(subject.probabilities(moved), .float64).run()
        require(
            isSame(results[0][...], other[0][...]),
            "it has log-odds that depend on each column's own value only, but log p(s|x) changes with other columns")
    }

    /// The prior is a finite number with a right gradient, of parameters that the model has.
    private mutating func requirePrior(_ subject: MissingnessSubject) {
        guard let prior = subject.prior(), requireRecordable(prior) else { return }
        requireGradient(prior, of: "the log-prior")
        requireFinite(prior, "at usual parameters")
        attempt { report in
            func names(_ experiment: Experiment) throws -> [String] {
                try Probe(experiment, .float64).store.parameters.map(\.path)
            }
            let known = try Set(names(subject.probabilities(subject.usualValues)))
            for name in try names(prior) where !known.contains(name) {
                report.fail("its prior is one of a parameter \(name) that log p(s|x) does not have")
            }
        }
    }
}
