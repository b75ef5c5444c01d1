import LacunaCore

/// Some columns of a table, drawn at random, that determine by a logistic model with random coefficients which cells of
/// the other columns go.
///
/// Each other column has a score of its own, a sum over the determining columns: coefficients are standard normal, one
/// for a continuous or binary column and one for each category of a categorical one, and the score of the rows has
/// variance 1 (Muzellec and others 2020). A cell that is missing to begin with adds what is average. A constant column would
/// determine nothing, and is not drawn to determine.
struct LogisticDetermination {
    /// The columns that determine, in the order of the table.
    let determining: [Int]
    /// The columns whose cells go, in the order of the table.
    let others: [Int]

    private let table: MaskableTable
    private let stream: RandomStream

    /// Draws the columns that determine.
    ///
    /// - Parameters:
    ///   - share: Which share of the columns determines; at least one does, and at least one does not.
    ///   - mask: The name of the mask, for sentences.
    /// - Throws: `LacunaError` of kind `data` where fewer than two columns have observed cells, or all are constant.
    init(_ table: MaskableTable, share: Double, mask: String, using stream: RandomStream) throws(LacunaError) {
        let candidates = table.columnsInOrder.filter { table.rowCount == 0 || table.hasObservedCell($0) }
        guard candidates.count > 1 else {
            throw LacunaError(
                .data,
                "the mask \"\(mask)\" needs two columns or more, some of which determine what goes from the others, but "
                    + "the table has \(candidates.count), so that no rate can be reached"
                    + Self.advice(candidates.map { table.columns[$0] }))
        }
        // Where there is no row, every column would be constant.
        let varying = Set(table.rowCount == 0 ? candidates : candidates.filter { table.varies($0) })
        guard !varying.isEmpty else {
            throw LacunaError(
                .data,
                "the mask \"\(mask)\": every column is constant, so that none determines what goes from the others, and "
                    + "cells would go completely at random; use \"mcar\" for that")
        }
        var places = Array(candidates.indices)
        var selection = stream.child("columns")
        selection.shuffle(&places)
        // A share such as 0.29 lies a little below itself in binary.
        let count = min(max(1, Int(share * Double(candidates.count) * (1 + 1e-12))), candidates.count - 1)
        let drawn = Set(places.filter { varying.contains(candidates[$0]) }.prefix(count))
        determining = candidates.indices.filter { drawn.contains($0) }.map { candidates[$0] }
        others = candidates.indices.filter { !drawn.contains($0) }.map { candidates[$0] }
        self.table = table
        self.stream = stream
    }

    /// The end of a sentence on a table of one column or none: masks that serve it.
    private static func advice(_ columns: [MaskableColumn]) -> String {
        guard let column = columns.first else { return ", and no cell can go" }
        return "; use \"mcar\"" + (column.kind == .categorical ? "" : " or \"selfMasking\"")
    }

    /// Removes cells of the other columns, an expected share of each.
    func removeOthers(from kept: inout [Bool], rate: Double) {
        for column in others {
            let place = table.columns[column].position
            let observed = (0..<table.rowCount).map { table.isObserved(row: $0, column: column) }
            let logistic = CalibratedLogistic(
                scores: scores(using: stream.child("coefficients").child(place)), counted: observed, rate: rate)
            logistic.removeCells(
                ofColumn: column, columnCount: table.columns.count, from: &kept,
                using: stream.child("cells").child(place))
        }
    }

    /// Removes cells of the determining columns completely at random, each with the same probability.
    func removeDetermining(from kept: inout [Bool], rate: Double) {
        for column in determining {
            var stream = stream.child("cells").child(table.columns[column].position)
            for row in 0..<table.rowCount where stream.uniform() < rate {
                kept[row * table.columns.count + column] = false
            }
        }
    }

    /// The score of each row, with mean 0 and variance 1.
    private func scores(using stream: RandomStream) -> [Double] {
        var stream = stream
        var sums = [Double](repeating: 0, count: table.rowCount)
        for column in determining {
            for (row, addition) in additions(of: column, using: &stream).enumerated() { sums[row] += addition }
        }
        let variance = sums.reduce(0) { $0 + $1 * $1 } / Double(max(sums.count, 1))
        guard variance > 1e-12 else { return [Double](repeating: 0, count: table.rowCount) }
        return sums.map { $0 / variance.squareRoot() }
    }

    /// What a determining column adds to the score of each row, with mean 0; 0 where its cell is missing.
    private func additions(of column: Int, using stream: inout RandomStream) -> [Double] {
        let observed = table.observedValues(column)
        let additionOf: (Double) -> Double
        let scale: Double
        if table.columns[column].kind == .categorical {
            let coefficients = (0...Int(observed.max() ?? 0)).map { _ in stream.normal() }
            additionOf = { coefficients[Int($0)] }
            scale = 1
        } else {
            let mean = observed.reduce(0, +) / Double(max(observed.count, 1))
            let variance = observed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(observed.count, 1))
            let coefficient = stream.normal()
            additionOf = { coefficient * $0 }
            scale = variance > 1e-12 ? 1 / variance.squareRoot() : 0
        }
        let average = observed.reduce(0) { $0 + additionOf($1) } / Double(max(observed.count, 1))
        return (0..<table.rowCount).map { row in
            table.isObserved(row: row, column: column)
                ? scale * (additionOf(table.value(row: row, column: column)) - average) : 0
        }
    }
}
