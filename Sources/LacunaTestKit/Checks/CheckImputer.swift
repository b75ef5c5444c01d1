import LacunaCore

/// Checks the contract of an imputer on a small table of all kinds of columns, with an all-missing column and an
/// all-missing row: observed cells come back bit for bit, every other one is filled with a finite number (probabilities
/// for categories), results do not depend on threads, batches or the order of rows, and a restored imputer completes the
/// same.
///
/// - Parameters:
///   - imputer: The imputer.
///   - catalog: Knows the parts that the default configuration names.
///   - overrides: Texts `path=value` on the configuration, such as to make the fit shorter.
public func checkImputer(
    _ imputer: some Imputer, catalog: Catalog, overrides: [String] = defaultImputerOverrides
) -> ConformanceReport {
    var report = ConformanceReport("imputer \(type(of: imputer).name)")
    report.attempt { report in
        let configuration = try Configuration.read(overrides: overrides, catalog: catalog)
        let context = ImputerContext(blueprint: try Blueprint(configuration, catalog: catalog))
        try report.check(imputer, context)
    }
    return report
}

/// A short fit of a small model, for `checkImputer`.
public let defaultImputerOverrides = [
    "training.steps=30", "training.batchSize=16", "model.latentDimension=2", "imputation.sampler.sampleCount=200",
    "model.encoder.hidden=[8]", "model.decoder.hidden=[8]",
]

extension ConformanceReport {
    fileprivate mutating func check(_ imputer: some Imputer, _ context: ImputerContext) throws {
        let dataset = ImputerTable.dataset
        let request = ImputationRequest(summary: .mean, quantiles: [0.25], drawCount: 2)
        let fitted = try imputer.fit(dataset, context: context)
        let result = try fitted.complete(dataset, request: request, context: context)
        require(
            result.quantiles.count == 1 && result.draws.count == 2,
            "\(result.quantiles.count) quantiles and \(result.draws.count) draws come back where 1 and 2 were asked for"
        )
        for table in ImputerTable.all(result) {
            guard table.count == dataset.values.count else {
                fail("a completed table has \(table.count) cells instead of \(dataset.values.count)")
                return
            }
            for place in table.indices where dataset.observed[place] == 1 {
                require(
                    table[place].bitPattern == dataset.values[place].bitPattern,
                    "an observed cell does not come back bit for bit")
            }
            require(table.allSatisfy(\.isFinite), "a completed table is not finite")
        }
        requireProbabilities(result.summary, dataset)
        func requireSame(_ other: Imputations, _ sentence: String) {
            require(ImputerTable.all(other) == ImputerTable.all(result), sentence)
        }
        requireSame(
            try fitted.complete(dataset, request: request, context: context), "completing twice gives two results")
        var threaded = context
        threaded.threadCount = 2
        requireSame(
            try imputer.fit(dataset, context: threaded).complete(dataset, request: request, context: threaded),
            "the result depends on the number of threads")
        let restored = try imputer.restore(fitted.contents, layout: dataset.layout, context: context)
        requireSame(
            try restored.complete(dataset, request: request, context: context),
            "an imputer that is restored from its contents completes another way")
        try requireRefusal(imputer, dataset, context)
        let order = Array((0..<dataset.rowCount).reversed())
        let permuted = try fitted.complete(dataset.subset(rows: order), request: request, context: context)
        let width = dataset.layout.featureCount
        for (a, b) in zip(ImputerTable.all(result), ImputerTable.all(permuted)) {
            for (place, row) in order.enumerated() {
                require(
                    a[row * width..<(row + 1) * width] == b[place * width..<(place + 1) * width],
                    "the result of a row depends on where it stands")
            }
        }
    }

    /// Means of binary and categorical cells are probabilities.
    private mutating func requireProbabilities(_ table: [Float], _ dataset: Dataset) {
        let width = dataset.layout.featureCount
        for row in 0..<dataset.rowCount {
            for entry in dataset.layout.entries where entry.kind != .continuous {
                let cells = table[row * width + entry.offset..<row * width + entry.offset + entry.width]
                require(
                    cells.allSatisfy { $0 >= 0 && $0 <= 1.000001 },
                    "a completed \(entry.kind.rawValue) cell is no probability")
                if entry.kind == .categorical, !entry.name.hasPrefix("empty") {
                    require(
                        abs(cells.reduce(0, +) - 1) < 1e-4,
                        "the probabilities of a categorical cell sum to \(cells.reduce(0, +))")
                }
            }
        }
    }

    /// Contents that are not the imputer's own are refused by a `LacunaError`.
    private mutating func requireRefusal(
        _ imputer: some Imputer, _ dataset: Dataset, _ context: ImputerContext
    ) throws {
        let foreign = FittedContents(
            entries: [FittedContents.Entry(name: "nobody's", shape: [1], numbers: [0])], precision: .float64)
        do {
            _ = try imputer.restore(foreign, layout: dataset.layout, context: context)
            fail("it can be restored from contents that are not its own")
        } catch is LacunaError {
        } catch {
            fail("restoring from contents that are not its own throws another error than LacunaError: \(error)")
        }
    }
}

/// Forty rows of two continuous, a binary, a categorical and an all-missing column.
private enum ImputerTable {
    static func all(_ result: Imputations) -> [[Float]] { [result.summary] + result.quantiles + result.draws }

    static var dataset: Dataset {
        let layout = FeatureLayout(columns: [
            ("height", .continuous, 1), ("weight", .continuous, 1), ("empty", .continuous, 1), ("smokes", .binary, 1),
            ("group", .categorical, 3),
        ])
        var stream = RandomStream(seed: 151)
        var values: [Float] = [], observed: [UInt8] = []
        for row in 0..<40 {
            let height = stream.normal(), weight = 0.8 * height + 0.6 * stream.normal()
            let group = stream.integer(below: 3)
            values += [Float(height), Float(weight), 0, stream.uniform() < 0.4 ? 1 : 0]
            values += (0..<3).map { $0 == group ? 1 : 0 }
            var flags: [UInt8] = (0..<4).map { _ in row == 7 || stream.uniform() < 0.3 ? 0 : 1 }
            // No two rows are equal: equal ones may exchange their imputations when rows are permuted.
            if row != 7, flags[0] == 0 { flags[1] = 1 }
            observed += [flags[0], flags[1], 0, flags[2], flags[3], flags[3], flags[3]]
        }
        return Dataset(layout: layout, rowCount: 40, values: values, observed: observed)
    }
}
