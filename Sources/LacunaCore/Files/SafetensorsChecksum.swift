extension SafetensorsFile {
    /// The CRC-32 of bytes as eight hexadecimal digits: a damaged byte is noticed, a forged one is not.
    ///
    /// The polynomial of gzip and PNG, so that Python's `zlib.crc32` gives the same number.
    public static func checksum(_ bytes: [UInt8]) -> String {
        var checksum = CyclicRedundancyCheck()
        checksum.update(bytes)
        return checksum.text
    }

    /// The checksum of the data part as it lies in the file, for the caller to store in the metadata and to compare
    /// after reading.
    public var dataChecksum: String {
        var checksum = CyclicRedundancyCheck()
        for tensor in storedOrder { checksum.update(tensor.bytes) }
        return checksum.text
    }
}

/// CRC-32 with the reflected polynomial 0xEDB88320, one table look-up a byte.
///
/// Reference: ISO 3309; RFC 1952, section 8.
private struct CyclicRedundancyCheck {
    private static let table: [UInt32] = (0..<256).map { (index: UInt32) -> UInt32 in
        var value = index
        for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
        return value
    }

    private var state: UInt32 = .max

    mutating func update(_ bytes: [UInt8]) {
        var state = self.state
        Self.table.withUnsafeBufferPointer { table in
            for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ (state >> 8) }
        }
        self.state = state
    }

    var text: String {
        let digits = String(~state, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
