/// Checks that a file is UTF-8 text without NUL bytes.
enum TextEncodingCheck {
    /// Where a byte lies.
    struct Place: Equatable {
        /// Bytes before it.
        var offset: Int
        /// Its line, from 1.
        var line: Int
    }

    /// - Throws: `LacunaError` of kind `data` with the line and the byte offset of the first offender.
    static func check(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(LacunaError) {
        if bytes.count >= 2, (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF) {
            throw LacunaError(.data, "\(name) is UTF-16 text; save it as UTF-8")
        }
        guard let offset = firstOffender(in: bytes) else { return }
        let place = place(of: offset, in: bytes)
        if bytes[offset] == 0 {
            throw LacunaError(
                .data,
                "\(name), line \(place.line): a NUL byte at byte offset \(offset); this is no text file, or it is UTF-16: "
                    + "save it as UTF-8 text")
        }
        let byte = "0x" + String(bytes[offset], radix: 16, uppercase: true)
        throw LacunaError(
            .data,
            "\(name), line \(place.line): the byte \(byte) at byte offset \(offset) is not UTF-8; save the file as UTF-8 "
                + "(it may be Latin-1 or Windows-1252)")
    }

    /// The offset of the first NUL byte or of the first byte that begins no UTF-8 sequence.
    static func firstOffender(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let count = bytes.count
        let raw = UnsafeRawBufferPointer(bytes)
        let high: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        var position = 0
        while position < count {
            // Eight ASCII bytes other than NUL at a time: no high bit, and none that a borrow of 1 turns into one.
            while position + 8 <= count {
                let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                if (word | (word &- ones)) & high != 0 { break }
                position += 8
            }
            guard position < count else { return nil }
            let length = sequenceLength(at: position, in: bytes)
            if length == 0 { return position }
            position += length
        }
        return nil
    }

    /// The length of the UTF-8 sequence at a position; 0 where there is none, and for NUL.
    private static func sequenceLength(at position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let first = bytes[position]
        func continues(_ index: Int, from low: UInt8 = 0x80, through high: UInt8 = 0xBF) -> Bool {
            position + index < bytes.count && bytes[position + index] >= low && bytes[position + index] <= high
        }
        switch first {
        case 0x01...0x7F: return 1
        case 0xC2...0xDF: return continues(1) ? 2 : 0
        case 0xE0: return continues(1, from: 0xA0) && continues(2) ? 3 : 0
        case 0xED: return continues(1, through: 0x9F) && continues(2) ? 3 : 0
        case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
        case 0xF0: return continues(1, from: 0x90) && continues(2) && continues(3) ? 4 : 0
        case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
        case 0xF4: return continues(1, through: 0x8F) && continues(2) && continues(3) ? 4 : 0
        default: return 0
        }
    }

    private static func place(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Place {
        var line = 1
        for index in 0..<offset {
            let byte = bytes[index]
            let endsLine =
                byte == UInt8(ascii: "\n")
                || (byte == UInt8(ascii: "\r") && bytes[index + 1] != UInt8(ascii: "\n"))
            if endsLine { line += 1 }
        }
        return Place(offset: offset, line: line)
    }
}
