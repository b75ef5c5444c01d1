/// Addresses of rows that depend on what a row holds and not on where it stands.
///
/// Noise that is drawn by such an address gives a row the same imputation wherever it stands in a file.
extension Dataset {
    /// A hash of which features of a row are observed, and of their values.
    ///
    /// The same in every run and on every machine; equal rows have equal hashes, and 0 equals -0.
    public func contentHash(ofRow row: Int) -> UInt64 {
        let width = layout.featureCount
        var hash: UInt64 = 0x6C61_6375_6E61_2031
        for place in row * width..<(row + 1) * width {
            let word: UInt64 = observed[place] == 0 ? 0 : 1 << 32 | UInt64(values[place].bitPattern)
            hash = Self.mix(hash &+ 0x9E37_79B9_7F4A_7C15 &+ word)
        }
        return hash
    }

    /// An address for each row: its content's hash, mixed with how many rows of the same content stand before it.
    ///
    /// Permuting the rows permutes the addresses, up to exchanges among equal rows.
    public func rowAddresses() -> [UInt64] {
        var occurrences: [UInt64: UInt64] = [:]
        occurrences.reserveCapacity(rowCount)
        return (0..<rowCount).map { row in
            let hash = contentHash(ofRow: row)
            let occurrence = occurrences[hash, default: 0]
            occurrences[hash] = occurrence + 1
            return Self.mix(hash &+ occurrence &* 0xD1B5_4A32_D192_ED03)
        }
    }

    /// The finaliser of SplitMix64: a bijection in which each bit of the input moves half of the output's.
    private static func mix(_ value: UInt64) -> UInt64 {
        var word = value
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
