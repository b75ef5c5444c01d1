import Foundation
import Lacuna
import LacunaTestKit
import Testing

@Suite struct FileMaskTests {
    private static let table = MaskableTable(
        repeatNumber: 2, columnNames: ["height", "weight"], rowCount: 2, observed: [true, true, true, false],
        values: [0, 0, 0, 0])

    /// The mask of a file with a text, for a table.
    private static func mask(_ text: String, of table: MaskableTable = table, named name: String = "mask.csv") throws
        -> [Bool]
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lacuna-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = name.replacingOccurrences(of: "{repeat}", with: "\(table.repeatNumber)")
        try text.write(to: folder.appendingPathComponent(file), atomically: true, encoding: .utf8)
        var generator = FileMask()
        generator.path = folder.appendingPathComponent(name).path
        return try generator.mask(table, using: RandomStream(seed: 1))
    }

    /// The problems that a file has, without the folder that it lies in.
    private static func problems(_ text: String) -> [String] {
        do {
            _ = try mask(text)
            return []
        } catch let error as LacunaError {
            return error.problems.map { problem in
                problem.range(of: "mask.csv").map { String(problem[$0.lowerBound...]) } ?? problem
            }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(FileMask())
        #expect(report.passed, "\(report)")
    }

    @Test func zerosGoAndMissingCellsStayMissing() throws {
        #expect(try Self.mask("weight,height\n1,0\n1,1\n") == [false, true, true, false])
        #expect(try Self.mask("weight\n0\n1\n") == [true, false, true, false])
    }

    @Test func eachRepeatHasAFileOfItsOwn() throws {
        #expect(try Self.mask("height\n0\n1\n", named: "mask-{repeat}.csv") == [false, true, true, false])
    }

    @Test func mistakesAreSaidInSentences() {
        #expect(Self.problems("height\n0\n") == ["mask.csv has 1 rows, but the table has 2"])
        #expect(
            Self.problems("heigth\n0\n1\n").first?.hasPrefix(
                "mask.csv: the table has no column \"heigth\" that can lose cells") == true)
        #expect(
            Self.problems("height\n0\n2\n")
                == ["mask.csv:3: column \"height\" holds \"2\" where 0 or 1 is expected"])
    }

    @Test func aPathIsNeeded() {
        #expect(throws: LacunaError(.usage, "the mask \"file\" needs a path, as in --mask file:mask.csv")) {
            try FileMask().mask(Self.table, using: RandomStream(seed: 1))
        }
    }
}
