import LacunaCore

/// Checks the contract of a missingness model, with continuous columns and with columns of all kinds that are some of a
/// table's: over all patterns of the columns that it explains the probabilities sum to 1, log-odds of its own say the same as
/// log p(s|x), gradients are right (those of its prior, too), and numbers stay finite; an ignorable one says 0 to every
/// pattern.
///
/// It detects sums and log-probabilities off by 1e-9, gradients off by 1e-5, and any influence of a column that the model's
/// own log-odds know nothing of.
public func checkMissingnessModel(_ model: some MissingnessModel) -> ConformanceReport {
    var report = ConformanceReport("missingness model \(type(of: model).name)")
    report.check(.continuous(model))
    var mixed = ConformanceReport("columns of all kinds")
    mixed.check(.mixed(model))
    report.add(mixed)
    return report
}

extension ConformanceReport {
    fileprivate mutating func check(_ subject: MissingnessSubject) {
        let usual = subject.probabilities(subject.usualValues)
        guard requireRecordable(usual) else { return }
        requireGradient(usual, of: "log p(s|x)")
        requirePrecisionsAgree(usual)
        requireRowsIndependent(usual)
        for size in [0.0, 50, -50] {
            requireFinite(subject.probabilities(subject.values(size)), "where values are \(size)")
        }
        attempt { report in
            let logProbabilities = try Probe(usual, .float64).run()[0]
            guard !subject.model.isIgnorable else {
                report.require(
                    logProbabilities.allSatisfy { $0 == 0 },
                    "it is ignorable, but log p(s|x) is not 0: it would be left out of the bound")
                return
            }
            report.requireNormalised(subject, logProbabilities)
            try report.requireOwnLogOddsAgree(subject)
        }
        if !subject.model.isIgnorable { requireEveryParameterMoves(usual) }
        requirePrior(subject)
    }

    /// The patterns of the explained columns have probabilities that sum to 1.
    private mutating func requireNormalised(_ subject: MissingnessSubject, _ logProbabilities: [Double]) {
        let patterns = subject.patterns, samples = subject.samples
        // The flag of a column that is not explained changes nothing, so that each pattern of the others comes twice.
        let idle = subject.columns.indices.filter { column in
            logProbabilities.indices.allSatisfy { cell in
                let flipped = (cell / samples ^ 1 << column) * samples + cell % samples
                return logProbabilities[cell] == logProbabilities[flipped]
            }
        }
        for sample in 0..<samples {
            let sum = patterns.indices.reduce(0.0) { $0 + Double.exp(logProbabilities[$1 * samples + sample]) }
            let share = sum / Double(1 << idle.count)
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
