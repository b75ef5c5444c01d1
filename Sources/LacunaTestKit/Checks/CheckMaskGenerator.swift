import LacunaCore

/// Checks the contract of a mask generator: a flag for every cell, cells that are missing stay so, some cells go and some
/// stay, what stands in missing cells changes nothing, the same stream gives the same mask, and another stream another one
/// where the generator says that it is random, and the same one where it says that it is not.
///
/// All that is checked on a table of continuous columns, three by three as an image, and on one of all kinds of columns. A
/// generator that says by a `LacunaError` why it cannot make a mask for one of them, such as one that reads a file, is not
/// checked there: configure it for a table of your own and call it there.
///
/// - Parameter generator: The generator.
public func checkMaskGenerator(_ generator: some MaskGenerator) -> ConformanceReport {
    var report = ConformanceReport("mask generator \(type(of: generator).name)")
    for kinds in [[ColumnKind.continuous], [.continuous, .binary, .categorical]] {
        do {
            try require(of: generator, on: maskableTable(kinds), in: &report)
        } catch let error as LacunaError {
            report.require(
                !error.problems.isEmpty && error.problems.allSatisfy { !$0.isEmpty },
                "it refuses a table without a reason")
        } catch {
            report.fail("it throws another error than LacunaError: \(error)")
        }
    }
    return report
}

/// What a mask for a table must be.
private func require(
    of generator: some MaskGenerator, on table: MaskableTable, in report: inout ConformanceReport
) throws {
    let mask = try generator.mask(table, using: RandomStream(seed: 5))
    guard mask.count == table.observed.count else {
        report.fail("the mask has \(mask.count) flags for \(table.rowCount) rows of \(table.columns.count) columns")
        return
    }
    report.require(
        !zip(mask, table.observed).contains { $0 && !$1 }, "a cell that is missing comes back as observed")
    report.require(mask != table.observed, "no cell is removed")
    report.require(mask.contains(true), "no cell is left")
    report.require(
        try mask == generator.mask(table, using: RandomStream(seed: 5)), "the same stream gives two different masks")
    let isSame = try mask == generator.mask(table, using: RandomStream(seed: 6))
    if generator.isRandom {
        report.require(!isSame, "the mask ignores the random stream: two streams give the same one")
    } else {
        report.require(isSame, "two streams give different masks, although isRandom says that they do not")
    }
    var other = table
    for cell in other.values.indices where !other.observed[cell] { other.values[cell] = 1 }
    report.require(
        try mask == generator.mask(other, using: RandomStream(seed: 5)),
        "the mask hangs on what stands in cells that are missing")
    let empty = MaskableTable(columns: table.columns, rowCount: 0, observed: [], values: [])
    report.require(
        try generator.mask(empty, using: RandomStream(seed: 5)).isEmpty, "a table without rows has a mask with cells")
}

/// 60 rows of 9 columns of some kinds in turn, a tenth of the cells missing. Columns of one kind are side by side, as in a
/// layout, and not in the order of the table.
private func maskableTable(_ kinds: [ColumnKind]) -> MaskableTable {
    let rows = 60, count = 9
    let columns = kinds.indices.flatMap { kind in
        stride(from: kind, to: count, by: kinds.count).map {
            MaskableColumn(name: "x\($0)", kind: kinds[kind], position: $0)
        }
    }
    let numbers = testNumbers(rows * count, seed: 141)
    let observed = testNumbers(rows * count, seed: 142, low: 0, high: 1).map { $0 < 0.9 }
    let values = numbers.indices.map { cell in
        switch columns[cell % count].kind {
        case .binary: numbers[cell] > 0 ? 1.0 : 0
        case .categorical: (numbers[cell] + 1.5).rounded(.down)
        default: numbers[cell]
        }
    }
    return MaskableTable(
        columns: columns, rowCount: rows, observed: observed,
        values: zip(values, observed).map { $1 ? $0 : 0 })
}
