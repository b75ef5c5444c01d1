import LacunaCore

/// Checks the contract of a sampler on a linear-Gaussian model, where p(x_m | x_o) is known: the mean and the moments of
/// draws agree with it, results have the shapes that the request asks for and are finite, and those of a row depend on
/// nothing but the row, its address and the model. A sampler that serves missingness models is checked under one as well,
/// with draws and with the missing cells integrated out.
///
/// Means over 200 rows (56 with more draws under a missingness model) are compared with a bound of eight standard errors plus .02
/// standard deviations for the bias of finite samplers; variances and covariances plus .05. False alarms lie below 1e-6; the
/// seed is fixed.
///
/// The encoder of the model sees the observed cells alone and is a little off their exact posterior. Of complete rows its
/// posteriors are wide: chains that propose from it move slowly, and take about a thousand steps to forget their start.
///
/// - Parameters:
///   - sampler: With settings that bring it near the answer.
///   - isExact: Whether its answer is compared with the known one; `false` for samplers that approximate by design, and
///     for settings too short for it. Shapes and the independence of rows are checked all the same.
public func checkSampler(_ sampler: some Sampler, isExact: Bool = true) -> ConformanceReport {
    var report = ConformanceReport("sampler \(type(of: sampler).name)")
    report.attempt { report in
        try report.checkShapes(sampler)
        guard report.passed else { return }
        if isExact { try report.checkAnswer(sampler, in: ToySampling(.float64)) }
        try report.checkRows(sampler, in: ToySampling(.float32))
        guard report.passed, sampler.servesMissingness else { return }
        try report.checkMissingness(sampler, isExact: isExact)
    }
    return report
}

extension ConformanceReport {
    fileprivate mutating func checkShapes(_ sampler: some Sampler) throws {
        var sampling = try ToySampling(.float32)
        let dataset = sampling.dataset(
            [LinearGaussian.row, [0, 0, 0, 0], [0.5, 0.1, 0, 40]],
            [LinearGaussian.observed, [0, 0, 0, 0], [1, 1, 0, 1]])
        let requests = [
            ImputationRequest(), ImputationRequest(summary: .median, quantiles: [0.1, 0.9], drawCount: 3),
            ImputationRequest(summary: .mode), ImputationRequest(drawCount: 1),
        ]
        for request in requests {
            sampling.request = request
            for result in try sampling.run(sampler, dataset, batches: [[0, 1, 2]])[0] {
                let tables = [result.summary] + result.quantiles + result.draws
                require(
                    result.quantiles.count == request.quantiles.count,
                    "\(result.quantiles.count) quantiles come back where \(request.quantiles.count) were asked for")
                require(
                    result.draws.count == request.drawCount,
                    "\(result.draws.count) draws come back where \(request.drawCount) were asked for")
                for table in tables where table.count != 4 {
                    fail("a completed row has \(table.count) features instead of 4")
                }
                require(tables.allSatisfy { $0.allSatisfy(\.isFinite) }, "a completed row is not finite")
                require(
                    result.diagnostics.effectiveSampleSize > 0 && result.diagnostics.effectiveSampleSize.isFinite,
                    "the effective sample size is \(result.diagnostics.effectiveSampleSize)")
                if request.quantiles.count == 2, result.quantiles.count == 2, result.quantiles[0].count == 4 {
                    require(
                        result.quantiles[0][2] <= result.quantiles[1][2], "the quantile at .1 exceeds that at .9")
                }
            }
        }
    }

    /// The answer and the independence of rows where cells are missing by their own value, as far as the sampler serves it.
    fileprivate mutating func checkMissingness(_ sampler: some Sampler, isExact: Bool) throws {
        var problems: [String] = []
        for integration in [MissingnessIntegration.sampled, .exact] {
            let masking = (LinearGaussian.masking, integration)
            let sampling = try ToySampling(of: .masked, .float64, masking: masking)
            let misfits = sampler.problems(with: sampling.model)
            guard misfits.isEmpty else {
                problems += misfits
                continue
            }
            if isExact { try checkAnswer(sampler, in: sampling) }
            try checkRows(sampler, in: ToySampling(of: .masked, .float32, masking: masking))
        }
        require(
            problems.count < 2,
            "it says that it serves missingness, but refuses every missingness model: \(problems.joined(separator: "; "))"
        )
    }

    /// Means, variances and the covariance of the two missing cells of the model's row.
    mutating func checkAnswer(_ sampler: some Sampler, in sampling: ToySampling) throws {
        var sampling = sampling
        let toy = sampling.toy
        // Fewer where missingness is not ignorable, for time: the factor moves the means by more than a deviation.
        let rowCount = sampling.masking == nil ? 200 : 56
        // Draws of cells that forget the pattern, given latents that know it, are off by half a deviation: more draws a row
        // bring eight standard errors of their mean down to a quarter of one.
        let drawCount = sampling.masking == nil ? 4 : 16
        sampling.request = ImputationRequest(drawCount: drawCount)
        let dataset = sampling.dataset(
            [[Double]](repeating: LinearGaussian.row, count: rowCount),
            [[UInt8]](repeating: LinearGaussian.observed, count: rowCount))
        let batches = stride(from: 0, to: rowCount, by: 8).map { Array($0..<$0 + 8) }
        let results = try sampling.run(sampler, dataset, batches: batches).flatMap { $0 }
        let exact = ToyConditional(toy, LinearGaussian.row, LinearGaussian.observed, masking: sampling.masking)
        let missing = exact.missing
        let circumstance =
            sampling.masking == nil
            ? "" : ", where cells are missing by their own value (\(sampling.model.integration.rawValue) integration),"
        for (place, feature) in missing.enumerated() {
            let answer = (mean: exact.mean[place], variance: exact.covariance[place][place])
            let deviation = answer.variance.squareRoot()
            requireMean(
                results.map { Double($0.summary[feature]) }, answer.mean, slack: 0.02 * deviation,
                "the imputed mean of cell \(feature)\(circumstance)")
            requireMean(
                results.map { row in row.draws.reduce(0) { $0 + Double($1[feature]) } / Double(drawCount) },
                answer.mean, slack: 0.02 * deviation, "the mean of the draws of cell \(feature)\(circumstance)")
            requireMean(
                results.map { row in
                    row.draws.reduce(0) {
                        let difference = Double($1[feature]) - answer.mean
                        return $0 + difference * difference
                    } / Double(drawCount)
                }, answer.variance, slack: 0.05 * answer.variance,
                "the variance of the draws of cell \(feature)\(circumstance)")
        }
        let scale = (exact.covariance[0][0] * exact.covariance[1][1]).squareRoot()
        requireMean(
            results.map { row in
                row.draws.reduce(0) {
                    $0 + (Double($1[1]) - exact.mean[0]) * (Double($1[3]) - exact.mean[1])
                } / Double(drawCount)
            }, exact.covariance[0][1], slack: 0.05 * scale,
            "the covariance of the draws of cells 1 and 3\(circumstance)")
        require(
            Set(results.flatMap { $0.draws.map { $0[1] } }).count > rowCount * drawCount / 2,
            "draws ignore the random stream: many are the same\(circumstance)")
    }

    private mutating func requireMean(_ values: [Double], _ expected: Double, slack: Double, _ name: String) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let allowed = 8 * (variance / count).squareRoot() + slack
        require(
            abs(mean - expected) <= allowed,
            "\(name) is \(mean) where \(expected) is exact (\(values.count) rows, allowed \(allowed), false alarms below "
                + "1e-6)")
    }

    /// Bit for bit: alone, with others, in any order, and from another stream something else.
    fileprivate mutating func checkRows(_ sampler: some Sampler, in sampling: ToySampling) throws {
        var sampling = sampling
        sampling.request = ImputationRequest(summary: .median, quantiles: [0.3], drawCount: 2)
        let patterns: [[UInt8]] = [[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 1], [0, 1, 1, 0], [1, 0, 1, 0]]
        var rows = testRows(5, 4, seed: 131)
        rows[4] = rows[0]
        let dataset = sampling.dataset(rows, patterns)
        func tables(_ result: RowImputation) -> [[Float]] { [result.summary] + result.quantiles + result.draws }
        let together = try sampling.run(sampler, dataset, batches: [[0, 1, 2, 3, 4]])[0].map(tables)
        for batches in [[[4, 3, 2, 1, 0]], [[2], [0], [4], [1], [3]], [[3, 0], [1, 4, 2]]] {
            let results = try sampling.run(sampler, dataset, batches: batches)
            for (row, result) in zip(batches.flatMap { $0 }, results.flatMap { $0 }) {
                require(
                    tables(result) == together[row],
                    "the imputation of a row depends on the rows beside it or on their order")
            }
        }
        require(
            together[0][2...] != together[4][2...], "draws ignore the row's address: two equal rows have the same draws"
        )
        let other = try sampling.run(sampler, dataset, batches: [[0]], stream: Probe.stream.child("other"))[0][0]
        require(
            tables(other)[2...] != together[0][2...], "draws ignore the random stream: two streams give the same draws")
        let again = try sampling.run(sampler, dataset, batches: [[0]])[0][0]
        require(tables(again) == together[0], "two runs from the same stream give different imputations")
    }
}
