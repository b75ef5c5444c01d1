import Lacuna
import LacunaTestKit
import Testing

@Suite struct DiscMaskTests {
    private typealias Support = MaskTestSupport

    /// The pixels of one image that go: lines of `x` (gone) and `.` (kept).
    private static func picture(_ generator: DiscMask, _ values: [Double], width: Int) throws -> [String] {
        let columns = values.indices.map { MaskableColumn(name: "p\($0)", position: $0) }
        let mask = try generator.mask(
            Support.table([values], columns: columns), using: RandomStream(seed: 1))
        return stride(from: 0, to: mask.count, by: width).map { start in
            mask[start..<start + width].map { $0 ? "." : "x" }.joined()
        }
    }

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(DiscMask())
        #expect(report.passed, "\(report)")
    }

    /// No key has a meaning for infinity, in code either.
    @Test func aDiscWithoutEndIsRefused() {
        var generator = DiscMask()
        generator.radius = .infinity
        let problems = generator.allProblems()
        #expect(problems.map(\.key) == ["radius"])
        #expect(problems.allSatisfy { $0.message.hasPrefix("must be greater than 0 and finite, not") })
    }

    /// Five by five: the radius is 1.75 pixels around the middle of the middle pixel, so that the four at distance 1 and
    /// the four at distance √2 lie within, and those at distance 2 do not. Of five lines the second is dark.
    @Test func brightPixelsWithinTheDiscGo() throws {
        var values = [Double](repeating: 1, count: 25)
        #expect(
            try Self.picture(Self.generator(threshold: 0.5), values, width: 5) == [
                ".....", ".xxx.", ".xxx.", ".xxx.", ".....",
            ])
        for pixel in 5..<10 { values[pixel] = 0 }
        let expected = [".....", ".....", ".xxx.", ".xxx.", "....."]
        #expect(try Self.picture(Self.generator(threshold: 0.5), values, width: 5) == expected)
        // Halfway between 0 and 1 by itself; what is equal to the threshold stays.
        #expect(try Self.picture(DiscMask(), values, width: 5) == expected)
        #expect(try !Self.picture(Self.generator(threshold: 1), values, width: 5).joined().contains("x"))
        values[12] = .nan
        #expect(try Self.picture(DiscMask(), values, width: 5) == expected.map { $0 })
    }

    /// Two lines of four, radius 1 shorter side (2 pixels) around the left upper corner: middles at distances
    /// √½, √2.5, √6.5 in the first line and √2.5, √4.5 in the second.
    @Test func placesAreSharesOfTheSides() throws {
        var generator = Self.generator(threshold: 0)
        generator.centre = [0, 0]
        generator.radius = 1
        generator.width = 4
        #expect(
            try Self.picture(generator, [Double](repeating: 1, count: 8), width: 4) == ["xx..", "x..."])
        generator.centre = [1, 0]
        #expect(
            try Self.picture(generator, [Double](repeating: 1, count: 8), width: 4) == ["..xx", "...x"])
    }

    /// Thresholds are in units of the file: standardised pixels of mean 100 and deviation 50, and a binary one of 0 and 255.
    /// The second pixel is the threshold but for the rounding of a Float.
    @Test func thresholdsAreInUnitsOfTheFile() throws {
        let columns = [
            MaskableColumn(name: "a", position: 0, centre: 100, scale: 50),
            MaskableColumn(name: "b", position: 1, centre: 100, scale: 50),
            MaskableColumn(name: "c", position: 2, centre: 100, scale: 50),
            MaskableColumn(name: "d", kind: .binary, position: 3, scale: 255),
        ]
        let table = Support.table([[-1, 0.5 + 1e-8, 0.6, 1]], columns: columns)
        var generator = Self.generator(threshold: 125)
        generator.radius = 1
        #expect(try generator.mask(table, using: RandomStream(seed: 1)) == [true, true, false, false])
        generator.threshold = nil  // halfway between 50 and 255
        #expect(try generator.mask(table, using: RandomStream(seed: 1)) == [true, true, true, false])
    }

    @Test func mistakesAreSentences() {
        var generator = DiscMask()
        generator.centre = [0.5]
        generator.radius = 0
        generator.width = -2
        #expect(generator.allProblems().map(\.key) == ["radius", "width", "centre"])
        let columns = Support.columns(["a", "b", "c", "d"], kinds: [.continuous, .categorical, .binary, .categorical])
        #expect(
            Support.problems(DiscMask(), Support.table([[1, 2, 0, 0]], columns: columns)) == [
                "the mask \"disc\": the column \"b\" (and 1 more) is categorical, and no pixel; declare it continuous, or "
                    + "ignore it"
            ])
        let three = Support.normalTable(rows: 2, columns: 3, seed: 1)
        #expect(Support.problems(DiscMask(), three).first?.contains("the 3 columns") == true)
    }

    private static func generator(threshold: Double) -> DiscMask {
        var generator = DiscMask()
        generator.threshold = threshold
        return generator
    }
}
