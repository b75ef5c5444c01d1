import Testing

/// Two optimiser passes of Swift 6.3 produce wrong code without a word (swiftlang/swift#77558 and #88798). The manifest
/// switches them off; the first test fails, in debug and in release, where it no longer does for this target.
@Suite struct CompilerCanaryTests {
    /// A store at a negative constant offset, dropped by dead-store elimination.
    @inline(never)
    private static func storeBelow(_ pointer: UnsafeMutablePointer<Double>) {
        pointer[-1] = pointer[0]
        pointer[0] = 9
    }

    @Test func storesBelowAPointerAreKept() {
        let cells = UnsafeMutablePointer<Double>.allocate(capacity: 2)
        defer { cells.deallocate() }
        cells.initialize(repeating: 0, count: 2)
        cells[1] = 5
        Self.storeBelow(cells + 1)
        #expect(cells[0] == 5 && cells[1] == 9)
    }

    #if os(Linux)
        private struct Nested {
            var cells: InlineArray<2, InlineArray<3, Double>> = .init(repeating: .init(repeating: 0))
        }

        @inline(never)
        private static func total(_ number: Double) -> Double {
            var nested = Nested()
            nested.cells[0][1] = number
            var sum = 0.0
            for row in 0..<2 {
                for column in 0..<3 { sum += nested.cells[row][column] }
            }
            return sum
        }

        /// A nested inline array that must not read back 0, by redundant-load elimination; not every version of the compiler
        /// shows it in this form, so that the package uses no inline arrays.
        @Test func nestedInlineArraysAreRead() { #expect(Self.total(2) == 2) }
    #endif
}
