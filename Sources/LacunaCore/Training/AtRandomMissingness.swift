import LacunaTensors

/// Cells of each column are missing with the same probability whatever the values, for the fit that others are compared with.
///
/// The factor does not depend on x: it is left out of the fit, and added to the bound of each row afterwards.
struct AtRandomMissingness: MissingnessModel {
    static let name = "atRandom"
    static let summary = "each cell with the probability of its column, whatever its value"

    var isIgnorable: Bool { true }

    func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        scope.tape.constant(0).broadcast(
            to: TensorShape(rows: values.shape.rows, samples: values.shape.samples))
    }

    /// log p(s) of rows, in nats, with the rates (missing + ½) / (cells + 1) of the rows that were learnt from: with that half
    /// a cell no pattern of a new row is impossible.
    ///
    /// - Parameters:
    ///   - rows: Rows of the dataset.
    ///   - learntFrom: Those that the rates are of.
    ///   - columns: The columns whose pattern counts.
    static func logProbabilities(
        of rows: [Int], learntFrom: [Int], in dataset: Dataset, columns: [FeatureEntry]
    ) -> [Double] {
        let width = dataset.layout.featureCount
        let rates = columns.map { column in
            (Double(learntFrom.count { dataset.observed[$0 * width + column.offset] == 0 }) + 0.5)
                / Double(learntFrom.count + 1)
        }
        return rows.map { row in
            zip(columns, rates).reduce(0) { sum, pair in
                sum + .log(dataset.observed[row * width + pair.0.offset] == 0 ? pair.1 : 1 - pair.1)
            }
        }
    }
}

extension FitSearch {
    /// How the fit that is kept compares with the same model without the missingness model, its cells missing at constant
    /// rates; `nil` where missingness is ignorable, or that fit diverges.
    func comparisonAtRandom(_ kept: FitTrial, among trials: [FitTrial]) throws -> FitComparison? {
        guard !model.missingness.isIgnorable, let fitted = kept.fitted else { return nil }
        var other = model
        other.missingness = AtRandomMissingness()
        let name = "cells missing at random, for comparison"
        let rowBounds: [Double]
        do {
            let training = try Training(
                model: other, bound: context.blueprint.bound, dataset: dataset, options: optionsAtRandom,
                precision: context.blueprint.configuration.precision, stream: stream.child("atRandom"), judging: stream,
                threadCount: context.threadCount)
            _ = try training.run(shouldStop: context.shouldStop, report: reporting(name), note: noting(name))
            let all = Array(0..<dataset.rowCount), heldOut = Set(training.heldOut?.rows ?? [])
            let patterns = AtRandomMissingness.logProbabilities(
                of: training.heldOut?.rows ?? all, learntFrom: all.filter { !heldOut.contains($0) }, in: dataset,
                columns: try explainedColumns(of: fitted.store))
            rowBounds = zip(
                try RowBounds.measure(
                    training, stream: stream.child("comparison"), shouldStop: context.shouldStop), patterns
            ).map { $0 + $1 }
        } catch let problem as LacunaError where problem.kind == .work {
            context.note("the fit with \(name) is left aside: \(problem)")
            return nil
        }
        guard rowBounds.allSatisfy(\.isFinite) else { return nil }
        return FitComparison(kept: kept.rowBounds, other: rowBounds, alike: kept.boundsOfAlike(among: trials))
    }

    /// Closing steps change nothing of the best step, which is what is compared.
    private var optionsAtRandom: TrainingOptions {
        var options = options
        options.closingSteps = 0
        options.diagnostics = false
        return options
    }

    /// The columns of which the missingness model says whether they are missing: for the others both patterns are as probable.
    private func explainedColumns(of store: ParameterStore) throws -> [FeatureEntry] {
        let columns = model.layout.entries
        let tape = Tape(store: store)
        // Row 0 has every cell; row j + 1 lacks that of column j. No fitted curve is at ½ just here.
        let pattern = tape.input("pattern", TensorShape(rows: columns.count + 1, features: columns.count))
        let values = tape.input("values", TensorShape(rows: columns.count + 1, features: model.layout.featureCount))
        let logProbability = model.missingness.logProbability(
            of: pattern, given: values, for: columns, in: ParameterScope(tape, group: .missingness)
        ).contiguous()
        let workspace = Workspace(try tape.finish(outputs: [logProbability]))
        var flags = [Double](repeating: 1, count: (columns.count + 1) * columns.count)
        for column in columns.indices { flags[(column + 1) * columns.count + column] = 0 }
        workspace.write(flags, to: pattern.view)
        workspace.write(
            [Double](repeating: 0.37, count: (columns.count + 1) * model.layout.featureCount), to: values.view)
        workspace.forward()
        let found = workspace.read(logProbability.view)
        guard found.count == columns.count + 1 else { return columns }
        return columns.indices.filter { found[$0 + 1] != found[0] }.map { columns[$0] }
    }
}
