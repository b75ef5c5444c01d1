import Lacuna
import LacunaTestKit
import Testing

@Suite struct SectorMaskTests {
    private typealias Support = MaskTestSupport

    private static func generator(_ start: Double, _ end: Double) -> SectorMask {
        var generator = SectorMask()
        generator.start = start
        generator.end = end
        return generator
    }

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(SectorMask())
        #expect(report.passed, "\(report)")
    }

    /// Points at 20°, 110°, 200° and 290°, the centre itself, and two that are not whole.
    private static let points: [[Double]] = [
        [0.94, 0.34], [-0.34, 0.94], [-0.94, -0.34], [0.34, -0.94], [0, 0], [.nan, 1], [1, .nan],
    ]

    @Test func pointsWithinTheSectorLoseTheColumn() throws {
        let table = Support.table(Self.points, columns: Support.columns(["x", "y"]))
        for (start, end, gone) in [
            (0.0, 90.0, [0]), (-80, 80, [0, 3]), (100, 210, [1, 2]), (270, 400, [0, 3]), (-180, -90, [2]),
            (30, 100, []), (21, 379, [1, 2, 3]), (-360, -1, [0, 1, 2, 3]),
        ] {
            let mask = try Self.generator(start, end).mask(table, using: RandomStream(seed: 1))
            #expect((0..<7).filter { !mask[$0 * 2] } == gone + [5], "\(start) \(end)")
            #expect((0..<7).filter { !mask[$0 * 2 + 1] } == [6])
        }
    }

    /// The columns and the centre are a user's: the point (y, x) around (10, 5) in units of the file.
    @Test func columnsAndCentreAreChosen() throws {
        let columns = [
            MaskableColumn(name: "group", kind: .categorical, position: 2),
            MaskableColumn(name: "x", position: 0, centre: 5, scale: 2),
            MaskableColumn(name: "y", position: 1, centre: 8, scale: 4),
        ]
        // (y, x) − (10, 5) is (2, 2) and (−6, 2).
        let table = Support.table([[0, 1, 1], [0, 1, -1]], columns: columns)
        var generator = Self.generator(0, 90)
        generator.column = "y"
        generator.centre = [10, 5]
        #expect(try generator.mask(table, using: RandomStream(seed: 1)) == [true, true, false, true, true, true])
        generator.start = 90
        generator.end = 180
        #expect(try generator.mask(table, using: RandomStream(seed: 1)) == [true, true, true, true, true, false])
        generator.column = ""
        generator.other = "x"
        #expect(try generator.mask(table, using: RandomStream(seed: 1)) == [true, true, true, true, true, false])
    }

    @Test func mistakesAreSentences() {
        var generator = Self.generator(0, 360)
        generator.centre = []
        generator.column = "x"
        generator.other = "x"
        #expect(generator.allProblems().map(\.key) == ["centre", "end", "other"])
        #expect(Self.generator(-400, 0).allProblems().map(\.key) == ["start"])
        let columns = Support.columns(["height", "group"], kinds: [.continuous, .categorical])
        let table = Support.table([[1, 0], [2, 1]], columns: columns)
        #expect(
            Support.problems(SectorMask(), table) == [
                "the mask \"sector\" needs two columns that are continuous or binary, but the table has 1"
            ])
        generator.column = "hieght"
        generator.other = "group"
        #expect(Support.problems(generator, table).count == 2)
    }
}
