import LacunaCore

/// A table from literal text.
func csvTable(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> Table {
    try Table.parse(Array(text.utf8), name: "t.csv", options: options)
}

/// The problems that a body throws; empty where it throws nothing.
func dataProblems(_ body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch let error as LacunaError {
        return error.problems
    } catch {
        return ["unexpected: \(error)"]
    }
}

/// A small generator with a fixed seed (SplitMix64).
struct TableTestGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
