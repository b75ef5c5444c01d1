import Foundation
import LacunaCore

/// Removes cells of one column where it and another column, taken as a point of the plane, lie in a sector (MNAR).
///
/// Angles are in degrees, counter-clockwise from the direction in which the first column rises; the second one is up. Points
/// are in units of the file. A row in which either cell is missing to begin with, or whose point is the centre itself,
/// stays as it is. There is no randomness.
public struct SectorMask: MaskGenerator {
    public static let name = "sector"
    public static let summary = "cells of a column removed where it and another, as a point, lie in a sector (MNAR)"

    public static let keyDescriptions = [
        KeyDescription("column", "column that loses cells; if empty, the first that is continuous or binary"),
        KeyDescription("other", "other column; if empty, the first other that is continuous or binary"),
        KeyDescription("start", "where the sector begins, in degrees", .between(-360, 360)),
        KeyDescription("end", "where the sector ends, in degrees: after it begins, by less than a turn"),
        KeyDescription(
            "centre", "tip of the sector, in units of the file: a value of the column, and one of the other"),
    ]

    /// The column that loses cells; the first that is continuous or binary where it is empty.
    public var column = ""
    /// The other column; the first other that is continuous or binary where it is empty.
    public var other = ""
    /// Where the sector begins, in degrees.
    public var start = 0.0
    /// Where the sector ends, in degrees: after it begins, by less than a turn.
    public var end = 90.0
    /// The tip of the sector, in units of the file: a value of the column, and one of the other.
    public var centre = [0.0, 0.0]

    public var isRandom: Bool { false }

    public init() {}

    /// A sector of the plane of two columns.
    public init(
        column: String = "", other: String = "", start: Double = 0, end: Double = 90, centre: [Double] = [0.0, 0.0]
    ) {
        self.column = column
        self.other = other
        self.start = start
        self.end = end
        self.centre = centre
    }

    public func problems() -> [ConfigurationProblem] {
        var problems = MaskProblems.place("centre", centre)
        // Where the start is out of its own range, that is said already.
        if abs(start) <= 360, !(end > start && end < start + 360) {
            problems.append(
                ConfigurationProblem(
                    key: "end", message: "must lie between \(start) and \(start + 360) degrees, as start is, not \(end)"
                ))
        }
        if !column.isEmpty, column == other {
            problems.append(
                ConfigurationProblem(
                    key: "other", message: "must name another column than column, not \"\(other)\" too"))
        }
        return problems
    }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        let (first, second) = try chosenColumns(table)
        guard let tip = centre.first, let otherTip = centre.last else { return table.observed }
        var kept = table.observed
        for row in 0..<table.rowCount
        where table.isObserved(row: row, column: first) && table.isObserved(row: row, column: second) {
            let x = table.original(row: row, column: first) - tip
            let y = table.original(row: row, column: second) - otherTip
            guard x != 0 || y != 0 else { continue }
            let turned = (atan2(y, x) * 180 / .pi - start).truncatingRemainder(dividingBy: 360)
            if (turned < 0 ? turned + 360 : turned) <= end - start {
                kept[row * table.columns.count + first] = false
            }
        }
        return kept
    }

    private func chosenColumns(_ table: MaskableTable) throws(LacunaError) -> (Int, Int) {
        let named = [column, other].filter { !$0.isEmpty }
        let given = try table.valueColumns(named: named, for: Self.name)
        let free = table.orderedValueColumns.filter { !given.contains($0) }
        let chosen = column.isEmpty ? Array(free.prefix(2 - given.count)) + given : given + free.prefix(2 - given.count)
        guard let first = chosen.first, let second = chosen.dropFirst().first else {
            throw LacunaError(
                .data,
                "the mask \"\(Self.name)\" needs two columns that are continuous or binary, but the table has "
                    + "\(chosen.count)")
        }
        return (first, second)
    }
}
