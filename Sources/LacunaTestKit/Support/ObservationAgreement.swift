import LacunaCore

/// Density, mean and draws of an observation model against each other, column by column.
extension ConformanceReport {
    /// Each column's density integrates (or sums) to 1, has the mean that `mean()` says, and is what draws follow.
    mutating func requireDrawsFollowDensity(_ subject: ObservationSubject, head: [Double]) {
        attempt { report in
            let mean = try subject.mean(head)
            let isContinuous = subject.block.kind == .continuous
            // Columns with fewer atoms have their middle level again.
            let middle = isContinuous ? 4 : 0
            let levelCount = isContinuous ? 9 + 2 * subject.mostAtoms : 1
            var points = [[Double]](repeating: [Double](repeating: 0.5, count: subject.width), count: levelCount)
            var probabilities = points
            for column in subject.block.widths.indices {
                let start = subject.starts[column]
                if subject.block.kind == .continuous {
                    let table = try subject.table(column: column, head: head, centre: mean[start])
                    guard report.isNormalised(table.mass, "integrates") else { return }
                    report.requireMean(mean[start], table.mean, feature: start)
                    let levels = table.levels(), found = levels + table.atomLevels()
                    for level in 0..<levelCount {
                        let (point, probability) = level < found.count ? found[level] : levels[middle]
                        points[level][start] = point
                        probabilities[level][start] = probability
                    }
                } else {
                    let found = try subject.categoryProbabilities(column: column, head: head)
                    guard report.isNormalised(found.reduce(0, +), "sums") else { return }
                    if subject.block.kind == .binary {
                        report.requireMean(mean[start], found[1], feature: start)
                        probabilities[0][start] = found[0]
                    } else {
                        for (category, probability) in found.enumerated() {
                            report.requireMean(mean[start + category], probability, feature: start + category)
                            probabilities[0][start + category] = 1 - probability
                        }
                    }
                }
            }
            try report.compareShares(subject, head, points, probabilities, middle: middle)
        }
    }

    private mutating func compareShares(
        _ subject: ObservationSubject, _ head: [Double], _ points: [[Double]], _ probabilities: [[Double]], middle: Int
    ) throws {
        let (single, pairs) = try subject.shares(head: head, levels: points, middle: middle)
        for level in points.indices {
            for feature in 0..<subject.width {
                let share = single[level][feature], expected = probabilities[level][feature]
                guard !ShareTest.isPlausible(share, expected) else { continue }
                fail(
                    "draws do not follow the density: for feature \(feature) a share of \(share) lies below "
                        + "\(points[level][feature]), where the density says \(expected) "
                        + "(\(ShareTest.drawCount) draws, false alarms below 1e-6)")
                return
            }
        }
        for (index, share) in pairs.enumerated() {
            let expected =
                probabilities[middle][subject.starts[index]] * probabilities[middle][subject.starts[index + 1]]
            require(
                ShareTest.isPlausible(share, expected),
                "draws of two columns depend on each other though the latent is given: both lie below their points in a "
                    + "share of \(share), where \(expected) is expected (false alarms below 1e-6)")
        }
    }

    private mutating func isNormalised(_ mass: Double, _ verb: String) -> Bool {
        let holds = abs(mass - 1) <= TabulatedDistribution.tolerance
        require(holds, "the density of a column \(verb) to \(mass) instead of 1: the log-density is wrong")
        return holds
    }

    private mutating func requireMean(_ mean: Double, _ expected: Double, feature: Int) {
        require(
            abs(mean - expected) <= 1e-3 * (1 + abs(expected)),
            "mean() is \(mean) for feature \(feature), where the density's mean is \(expected)")
    }
}

extension ObservationSubject {
    /// E[x | z] of one head.
    func mean(_ head: [Double]) throws -> [Double] {
        let none = [Double](repeating: 0, count: width)
        return try Probe(density(heads: [head], samples: 1, values: [none], observed: [none]), .float64).run()[1]
    }

    /// A continuous column's density by quadrature over its measure, the other columns missing.
    func table(column: Int, head: [Double], centre: Double) throws -> TabulatedDistribution {
        let quadrature = Quadrature(over: measures[column], centre: centre.isFinite ? centre : 0)
        let logDensities = try logDensities(column: column, head: head, values: quadrature.points.map { [$0] })
        return TabulatedDistribution(quadrature, logDensities: logDensities)
    }

    /// The probability of each category of a column.
    func categoryProbabilities(column: Int, head: [Double]) throws -> [Double] {
        let count = block.kind == .binary ? 2 : block.widths[column]
        let values = (0..<count).map { category in
            block.kind == .binary ? [Double(category)] : (0..<count).map { $0 == category ? 1.0 : 0 }
        }
        return try logDensities(column: column, head: head, values: values).map { Double.exp($0) }
    }

    /// The values of a column, feature by feature, with their probabilities given a head; those of a continuous column by
    /// quadrature.
    func weightedValues(column: Int, head: [Double], centre: Double) throws -> [(value: [Double], probability: Double)]
    {
        guard block.kind == .continuous else {
            let probabilities = try categoryProbabilities(column: column, head: head)
            return probabilities.enumerated().map { category, probability in
                let value =
                    block.kind == .binary
                    ? [Double(category)] : probabilities.indices.map { $0 == category ? 1.0 : 0 }
                return (value, probability)
            }
        }
        let quadrature = Quadrature(over: measures[column], centre: centre)
        let logDensities = try logDensities(column: column, head: head, values: quadrature.points.map { [$0] })
        return quadrature.points.indices.map {
            ([quadrature.points[$0]], Double.exp(logDensities[$0]) * quadrature.weights[$0])
        }
    }

    /// The log-density of values of one column, with NaN in the others, which are missing.
    func logDensities(column: Int, head: [Double], values: [[Double]]) throws -> [Double] {
        let start = starts[column]
        let rows = values.map { content -> [Double] in
            var row = [Double](repeating: .nan, count: width)
            row.replaceSubrange(start..<start + content.count, with: content)
            return row
        }
        let flags = observed(block.widths.indices.map { $0 == column })
        let experiment = density(
            heads: [[Double]](repeating: head, count: rows.count), samples: 1, values: rows,
            observed: [[Double]](repeating: flags, count: rows.count), withMean: false)
        return try Probe(experiment, .float64).run()[0]
    }
}
