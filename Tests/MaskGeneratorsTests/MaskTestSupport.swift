import Lacuna

/// Tables and figures for the tests of masks.
enum MaskTestSupport {
    /// Columns of standard normal numbers with correlation ½ between neighbours; all cells are there.
    static func normalTable(rows: Int, columns: Int, seed: UInt64) -> MaskableTable {
        var stream = RandomStream(seed: seed)
        var values: [Double] = []
        for _ in 0..<rows {
            var last = stream.normal()
            for _ in 0..<columns {
                values.append(last)
                last = 0.5 * last + 0.75.squareRoot() * stream.normal()
            }
        }
        return MaskableTable(
            columnNames: (0..<columns).map { "x\($0)" }, rowCount: rows,
            observed: [Bool](repeating: true, count: rows * columns), values: values)
    }

    /// A table of rows of values; NaN where a cell is missing.
    static func table(_ rows: [[Double]], columns: [MaskableColumn]) -> MaskableTable {
        let values = rows.flatMap { $0 }
        return MaskableTable(
            columns: columns, rowCount: rows.count, observed: values.map { !$0.isNaN }, values: values)
    }

    /// Columns that have the order of the cells.
    static func columns(_ names: [String], kinds: [ColumnKind] = []) -> [MaskableColumn] {
        names.indices.map {
            MaskableColumn(name: names[$0], kind: kinds.isEmpty ? .continuous : kinds[$0], position: $0)
        }
    }

    /// The share of the cells of a column that go.
    static func removedShare(_ mask: [Bool], column: Int, of table: MaskableTable) -> Double {
        let width = table.columns.count
        let there = (0..<table.rowCount).filter { table.isObserved(row: $0, column: column) }
        return Double(there.count { !mask[$0 * width + column] }) / Double(there.count)
    }

    /// Means of a column where its cells go and where they stay.
    static func means(_ mask: [Bool], column: Int, of table: MaskableTable) -> (removed: Double, kept: Double) {
        var sums = [0.0, 0.0], counts = [0.0, 0.0]
        for row in 0..<table.rowCount where table.isObserved(row: row, column: column) {
            let place = mask[row * table.columns.count + column] ? 1 : 0
            sums[place] += table.value(row: row, column: column)
            counts[place] += 1
        }
        return (sums[0] / counts[0], sums[1] / counts[1])
    }

    /// The flags of a column.
    static func flags(_ mask: [Bool], column: Int, of table: MaskableTable) -> [Bool] {
        (0..<table.rowCount).map { mask[$0 * table.columns.count + column] }
    }

    /// The sentences by which a mask is refused.
    static func problems(_ generator: any MaskGenerator, _ table: MaskableTable) -> [String] {
        do {
            _ = try generator.mask(table, using: RandomStream(seed: 1))
            return []
        } catch let error as LacunaError {
            return error.problems
        } catch {
            return ["\(error)"]
        }
    }
}
