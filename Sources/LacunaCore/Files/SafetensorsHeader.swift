/// The header of a safetensors file, read but not yet checked against the data.
struct SafetensorsHeader {
    struct Entry {
        let name: String
        let elementType: String
        let shape: [Int]
        let begin: Int
        let end: Int
    }

    var metadata: [String: String] = [:]
    var entries: [Entry] = []
}

/// Reads the JSON of a safetensors header.
///
/// A reader of its own and not a general one, since the format forbids what general ones let pass (a key given twice),
/// needs nothing nested deeper than three levels, and may come from anywhere.
struct SafetensorsHeaderScanner {
    /// What is wrong, and at which byte of the file.
    struct Problem: Error {
        let sentence: String
        let position: Int
    }

    private let bytes: [UInt8]
    private let end: Int
    private var position: Int

    /// Reads from `range` of `bytes`.
    init(bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Reads the whole header; only white space may follow it.
    mutating func header() throws(Problem) -> SafetensorsHeader {
        var header = SafetensorsHeader()
        var names: Set<String> = []
        try object { (scanner, name) throws(Problem) in
            guard names.insert(name).inserted else { throw scanner.problem("the name \"\(name)\" is given twice") }
            if name == "__metadata__" {
                header.metadata = try scanner.metadata()
            } else {
                header.entries.append(try scanner.entry(name))
            }
        }
        skipSpace()
        guard position == end else { throw problem("something follows the header's last brace") }
        return header
    }

    private mutating func metadata() throws(Problem) -> [String: String] {
        var result: [String: String] = [:]
        try object { (scanner, key) throws(Problem) in
            let value = try scanner.string()
            guard result.updateValue(value, forKey: key) == nil else {
                throw scanner.problem("the metadata \"\(key)\" is given twice")
            }
        }
        return result
    }

    private mutating func entry(_ name: String) throws(Problem) -> SafetensorsHeader.Entry {
        var elementType: String?
        var shape: [Int]?
        var offsets: [Int]?
        try object { (scanner, key) throws(Problem) in
            switch key {
            case "dtype" where elementType == nil: elementType = try scanner.string()
            case "shape" where shape == nil: shape = try scanner.integers()
            case "data_offsets" where offsets == nil: offsets = try scanner.integers()
            case "dtype", "shape", "data_offsets":
                throw scanner.problem("tensor \"\(name)\" has two values for \"\(key)\"")
            default: throw scanner.problem("tensor \"\(name)\" has the unknown key \"\(key)\"")
            }
        }
        guard let elementType, let shape, let offsets, offsets.count == 2 else {
            throw problem("tensor \"\(name)\" lacks its dtype, its shape or its two data_offsets")
        }
        return .init(name: name, elementType: elementType, shape: shape, begin: offsets[0], end: offsets[1])
    }

    // MARK: JSON

    private mutating func object(
        _ member: (inout SafetensorsHeaderScanner, String) throws(Problem) -> Void
    ) throws(Problem) {
        try expect("{")
        if take("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(&self, key)
        } while take(",")
        try expect("}")
    }

    private mutating func integers() throws(Problem) -> [Int] {
        try expect("[")
        if take("]") { return [] }
        var values: [Int] = []
        repeat {
            skipSpace()
            var value = 0
            let start = position
            while position < end, case let digit = bytes[position], digit >= 0x30, digit <= 0x39 {
                // 18 digits always fit, and no file is larger.
                guard position - start < 18 else { throw problem("a number is too large") }
                value = value * 10 + Int(digit - 0x30)
                position += 1
            }
            guard position > start else { throw problem("a whole number is missing") }
            values.append(value)
        } while take(",")
        try expect("]")
        return values
    }

    private mutating func string() throws(Problem) -> String {
        try expect("\"")
        let start = position
        var text: [UInt8] = []
        while position < end {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let valid = String(validating: text, as: UTF8.self) else {
                    position = start
                    throw problem("a text is not UTF-8")
                }
                return valid
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
            case 0..<0x20: throw problem("a text contains a control character")
            default: text.append(byte)
            }
        }
        position = start
        throw problem("a text has no end")
    }

    private mutating func escape() throws(Problem) -> [UInt8] {
        guard position < end else { throw problem("a text has no end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            var value = try hexadecimal()
            if 0xD800..<0xDC00 ~= value {
                guard position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
                    bytes[position + 1] == UInt8(ascii: "u")
                else { throw problem("half of a surrogate pair is missing") }
                position += 2
                let low = try hexadecimal()
                guard 0xDC00..<0xE000 ~= low else { throw problem("half of a surrogate pair is missing") }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw problem("half of a surrogate pair is missing") }
            return Array(String(Character(scalar)).utf8)
        default: throw problem("a text has an unknown escape")
        }
    }

    private mutating func hexadecimal() throws(Problem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < end, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw problem("an escape needs four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private mutating func skipSpace() {
        while position < end, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < end, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Problem) {
        guard take(character) else { throw problem("'\(character)' is missing") }
    }

    private func problem(_ sentence: String) -> Problem { Problem(sentence: sentence, position: position) }
}
