import LacunaCore

/// Checks the contract of a mask generator: a flag for every cell, cells that are missing stay so, some cells go and some
/// stay, and the same stream gives the same mask.
///
/// A generator that says by a `LacunaError` why it cannot make a mask for the kit's table, such as one that reads a file,
/// is checked no further: configure it for a table of your own and call it there.
///
/// - Parameters:
///   - generator: The generator.
///   - isRandom: Whether another stream gives another mask.
public func checkMaskGenerator(_ generator: some MaskGenerator, isRandom: Bool = true) -> ConformanceReport {
    var report = ConformanceReport("mask generator \(type(of: generator).name)")
    let rows = 60, columns = 5
    let values = testNumbers(rows * columns, seed: 141)
    let observed = testNumbers(rows * columns, seed: 142, low: 0, high: 1).map { $0 < 0.9 }
    let table = MaskableTable(
        columnNames: (0..<columns).map { "x\($0)" }, rowCount: rows, observed: observed, values: values)
    do {
        let mask = try generator.mask(table, using: RandomStream(seed: 5))
        guard mask.count == rows * columns else {
            report.fail("the mask has \(mask.count) flags for \(rows) rows of \(columns) columns")
            return report
        }
        report.require(
            !zip(mask, observed).contains { $0 && !$1 }, "a cell that is missing comes back as observed")
        report.require(mask != observed, "no cell is removed")
        report.require(mask.contains(true), "no cell is left")
        report.require(
            try mask == generator.mask(table, using: RandomStream(seed: 5)),
            "the same stream gives two different masks")
        if isRandom {
            report.require(
                try mask != generator.mask(table, using: RandomStream(seed: 6)),
                "the mask ignores the random stream: two streams give the same one")
        }
        let empty = MaskableTable(columnNames: table.columnNames, rowCount: 0, observed: [], values: [])
        report.require(
            try generator.mask(empty, using: RandomStream(seed: 5)).isEmpty,
            "a table without rows has a mask with cells")
    } catch let error as LacunaError {
        report.require(
            !error.problems.isEmpty && error.problems.allSatisfy { !$0.isEmpty }, "it refuses a table without a reason")
    } catch {
        report.fail("it throws another error than LacunaError: \(error)")
    }
    return report
}
