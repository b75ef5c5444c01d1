import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckMaskGeneratorTests {
    /// Each cell goes with probability one half, with one fault.
    struct FaultyMask: MaskGenerator {
        static let name = "faultyMask"
        static let summary = "a mask with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, resurrects, streamIgnored, random, short, keepsAll, removesAll, foreignError
        }

        struct ForeignError: Error {}

        var fault = Fault.none

        func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
            if fault == .foreignError { throw ForeignError() }
            var stream = fault == .streamIgnored ? RandomStream(seed: 1) : stream
            let mask = table.observed.map { isThere in
                let stays = fault == .random ? Bool.random() : stream.uniform() < 0.5
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
            .short: "the mask has 299 flags for 60 rows of 5 columns", .keepsAll: "no cell is removed",
            .removesAll: "no cell is left", .foreignError: "another error than LacunaError",
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
        expectPass(checkMaskGenerator(ignoring, isRandom: false))
    }
}
