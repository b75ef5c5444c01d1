import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckMaskGeneratorTests {
    /// Each cell goes with probability one half, with one fault.
    struct FaultyMask: MaskGenerator {
        static let name = "faultyMask"
        static let summary = "a mask with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, resurrects, streamIgnored, random, short, keepsAll, removesAll, readsMissing, foreignError
        }

        struct ForeignError: Error {}

        var fault = Fault.none
        var isCalledFixed = false

        var isRandom: Bool { !isCalledFixed }

        func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
            if fault == .foreignError { throw ForeignError() }
            var stream = fault == .streamIgnored ? RandomStream(seed: 1) : stream
            let level = fault == .readsMissing ? 0.4 + 0.2 * (table.values.reduce(0, +) / Double(table.rowCount)) : 0.5
            let mask = table.observed.map { isThere in
                let stays = fault == .random ? Bool.random() : stream.uniform() < level
                return switch fault {
                case .resurrects: stays
                case .keepsAll: isThere
                case .removesAll: false
                default: isThere && stays
                }
            }
            return fault == .short ? Array(mask.dropLast()) : mask
        }
    }

    @Test func everyFaultIsFound() {
        let sentences: [FaultyMask.Fault: String] = [
            .resurrects: "a cell that is missing comes back as observed",
            .streamIgnored: "the mask ignores the random stream", .random: "the same stream gives two different masks",
            .short: "the mask has 539 flags for 60 rows of 9 columns", .keepsAll: "no cell is removed",
            .removesAll: "no cell is left", .readsMissing: "the mask hangs on what stands in cells that are missing",
            .foreignError: "another error than LacunaError",
        ]
        for fault in FaultyMask.Fault.allCases {
            var mask = FaultyMask()
            mask.fault = fault
            let report = checkMaskGenerator(mask)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
        var ignoring = FaultyMask()
        ignoring.fault = .streamIgnored
        ignoring.isCalledFixed = true
        expectPass(checkMaskGenerator(ignoring))
        var moving = FaultyMask()
        moving.isCalledFixed = true
        expect(checkMaskGenerator(moving), says: "two streams give different masks", "isCalledFixed")
    }
}
