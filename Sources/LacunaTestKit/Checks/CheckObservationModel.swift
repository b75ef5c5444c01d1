import LacunaCore

/// Checks the contract of an observation model for every kind of column that it describes: shapes, a density of observed
/// cells alone that integrates (or sums) to 1, a mean and draws that agree with it, right gradients, addressed randomness
/// and numbers that stay finite; and, where they are known, expectations of a logistic curve that agree with it. The density
/// is relative to what `measures(of:)` says: atoms that it leaves out, or that have another mass than their log-density says,
/// are found.
///
/// It detects a mass off by 1e-4, a mean off by 1e-3, an expectation of a curve off by 1e-4, draws whose distribution
/// function is off by .01, or by a factor of 2 in a tail of .001 (false alarms below 1e-6, seed fixed), gradients off by
/// 1e-5 (those of draws by 1e-3), and any influence of missing cells.
public func checkObservationModel(_ model: some ObservationModel) -> ConformanceReport {
    let type = type(of: model)
    var report = ConformanceReport("observation model \(type.name)")
    report.require(!type.kinds.isEmpty, "kinds is empty: it describes no column")
    for kind in type.kinds.sorted(by: { $0.rawValue < $1.rawValue }) {
        guard kind != .ignore else {
            report.fail("kinds contains ignore: such columns are not modelled")
            continue
        }
        var part = ConformanceReport("\(kind.rawValue) columns")
        part.check(ObservationSubject(model, kind))
        report.add(part)
    }
    return report
}

extension ConformanceReport {
    fileprivate mutating func check(_ subject: ObservationSubject) {
        guard subject.headWidth > 0 else {
            fail("headWidth is \(subject.headWidth) for three columns, where a number above 0 is expected")
            return
        }
        guard requireMeasures(subject) else { return }
        let samples = 4, rows = 3
        let heads = testRows(rows, samples * subject.headWidth, seed: 21)
        let values = (0..<rows).map { subject.values(seed: 30 + UInt64($0)) }
        let flags = [[true, false, true], [true, true, true], [false, true, false]].map { subject.observed($0) }
        let usual = subject.density(heads: heads, samples: samples, values: values, observed: flags)
        guard requireRecordable(usual) else { return }
        requireGradient(usual, of: "the log-density and mean()")
        requireNoLeak(usual, values: 1, observed: 2)
        requireObservedCellsAlone(subject, heads: heads, samples: samples, values: values)
        requirePrecisionsAgree(usual)
        requireRowsIndependent(usual)
        for size in [0.0, 50, -50] { requireExtremes(subject, size) }
        let zero = [Double](repeating: 0, count: subject.headWidth)
        requireAddressedDraws { subject.draws(heads: [zero, zero, zero], count: $1, purpose: $0) }
        requireEncodedDraws(subject)
        requireReparametrisedDraws(subject)
        requireDrawsInRange(subject)
        // Before what takes the density for granted, so that the density's own fault is named and not what follows from it.
        for seed in [41, 42] as [UInt64] {
            requireDrawsFollowDensity(subject, head: testNumbers(subject.headWidth, seed: seed, low: -1, high: 1))
        }
        requireImplicitGradient(subject)
        requireSigmoidMeans(subject)
    }

    /// One measure a column, its atoms in its range.
    private mutating func requireMeasures(_ subject: ObservationSubject) -> Bool {
        let measures = subject.measures
        guard measures.count == subject.block.columnCount else {
            fail("measures(of:) has \(measures.count) elements for three columns")
            return false
        }
        for (column, measure) in measures.enumerated() {
            let low = measure.range.lowerBound, high = measure.range.upperBound
            guard low < .infinity, high > -.infinity, low < high else {
                fail("measures(of:) gives column \(column) the range \(low) to \(high), which holds no density")
                return false
            }
            for atom in measure.atoms where !measure.range.contains(atom) {
                fail(
                    "measures(of:) gives column \(column) an atom at \(atom), where a number in its range \(low) to "
                        + "\(high) is expected")
                return false
            }
        }
        return true
    }

    /// Cells count where they are observed and nowhere else, and each adds its own log-density.
    private mutating func requireObservedCellsAlone(
        _ subject: ObservationSubject, heads: [[Double]], samples: Int, values: [[Double]]
    ) {
        attempt { report in
            func logDensities(_ columns: [Bool]) throws -> [Double] {
                let flags = [[Double]](repeating: subject.observed(columns), count: heads.count)
                let experiment = subject.density(heads: heads, samples: samples, values: values, observed: flags)
                return try Probe(experiment, .float64).run()[0]
            }
            report.require(
                try logDensities([false, false, false]).allSatisfy { $0 == 0 },
                "the log-density of a row without observed cells is not 0")
            let parts = try [0, 1, 2].map { column in try logDensities((0..<3).map { $0 == column }) }
            let whole = try logDensities([true, true, true])
            for cell in whole.indices {
                let sum = parts.reduce(0) { $0 + $1[cell] }
                guard !(abs(whole[cell] - sum) <= 1e-9 * (1 + abs(sum))) else { continue }
                report.fail(
                    "the log-density of three observed cells is \(whole[cell]), where the sum of theirs is \(sum)")
                break
            }
        }
    }

    private mutating func requireExtremes(_ subject: ObservationSubject, _ size: Double) {
        let head = [Double](repeating: size, count: subject.headWidth)
        let mixed = (0..<subject.headWidth).map { $0 % 2 == 0 ? size : -size }
        let flags = [[Double]](repeating: subject.observed([true, true, true]), count: 2)
        for far in subject.block.kind == .continuous ? [1, 1e4] : [1.0] {
            let values = [subject.values(seed: 51, size: far), subject.values(seed: 52, size: far)]
            let circumstance = "where heads reach \(size) and values reach \(far)"
            requireFinite(
                subject.density(heads: [head, mixed], samples: 1, values: values, observed: flags), circumstance)
        }
        requireFinite(
            subject.draws(heads: [head, mixed], count: 16, purpose: "extremes"), "where heads reach \(size)")
    }

    /// Draws of binary columns are 0 or 1, those of categorical ones have one 1 a column.
    private mutating func requireEncodedDraws(_ subject: ObservationSubject) {
        guard subject.block.kind != .continuous else { return }
        attempt { report in
            let heads = testRows(3, subject.headWidth, seed: 61)
            let draws = try Probe(subject.draws(heads: heads, count: 50, purpose: "encoding"), .float32).run()[0]
            report.require(
                draws.allSatisfy { $0 == 0 || $0 == 1 },
                "draws of \(subject.block.kind.rawValue) columns are not 0 or 1")
            guard subject.block.kind == .categorical else { return }
            for first in stride(from: 0, to: draws.count, by: subject.width) {
                for (start, width) in zip(subject.starts, subject.block.widths) {
                    let sum = draws[first + start..<first + start + width].reduce(0, +)
                    report.require(sum == 1, "a draw of a categorical column has \(sum) categories instead of one")
                }
            }
        }
    }
}
