extension SafetensorsFile {
    /// The element types that are written and read.
    public enum ElementType: String, Sendable, CaseIterable {
        /// IEEE single precision.
        case float32 = "F32"
        /// IEEE double precision.
        case float64 = "F64"
        /// Signed integers of 64 bits.
        case int64 = "I64"
        /// Bytes.
        case uint8 = "U8"

        /// Bytes an element.
        public var byteCount: Int {
            switch self {
            case .float64, .int64: 8
            case .float32: 4
            case .uint8: 1
            }
        }

        /// Bytes of a shape, or `nil` where they cannot be counted. A size of 0 wins over sizes that are too large.
        func byteCount(of shape: [Int]) -> Int? {
            guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
            if shape.contains(0) { return 0 }
            var count = byteCount
            for size in shape {
                let (product, overflow) = count.multipliedReportingOverflow(by: size)
                if overflow { return nil }
                count = product
            }
            return count
        }
    }

    /// A named array of numbers of any rank, row-major, least significant byte first.
    public struct Tensor: Sendable, Equatable {
        /// The name, unique in its file.
        public let name: String
        /// The type of the elements.
        public let elementType: ElementType
        /// The size of each dimension; empty for a single number.
        public let shape: [Int]
        /// The elements: `elementType.byteCount` bytes for each.
        public let bytes: [UInt8]

        /// A tensor of bytes; their count must be that of the shape, and the name must not be "__metadata__".
        public init(name: String, elementType: ElementType, shape: [Int], bytes: [UInt8]) {
            precondition(name != "__metadata__", "a tensor cannot be called __metadata__")
            precondition(
                elementType.byteCount(of: shape) == bytes.count,
                "tensor \(name): \(bytes.count) bytes do not make \(shape) of \(elementType.rawValue)")
            self.name = name
            self.elementType = elementType
            self.shape = shape
            self.bytes = bytes
        }

        /// A tensor of single precision; one dimension unless `shape` says otherwise.
        public init(name: String, shape: [Int]? = nil, _ values: [Float]) {
            self.init(
                name: name, elementType: .float32, shape: shape ?? [values.count],
                bytes: littleEndianBytes(values.map(\.bitPattern)))
        }

        /// A tensor of double precision; one dimension unless `shape` says otherwise.
        public init(name: String, shape: [Int]? = nil, _ values: [Double]) {
            self.init(
                name: name, elementType: .float64, shape: shape ?? [values.count],
                bytes: littleEndianBytes(values.map(\.bitPattern)))
        }

        /// A tensor of integers; one dimension unless `shape` says otherwise.
        public init(name: String, shape: [Int]? = nil, _ values: [Int]) {
            self.init(
                name: name, elementType: .int64, shape: shape ?? [values.count],
                bytes: littleEndianBytes(values.map { Int64($0) }))
        }
    }

    /// The elements of a tensor of single precision.
    ///
    /// - Throws: `LacunaError` of kind `file`: no such tensor, or another element type.
    public func floats(_ tensorName: String) throws(LacunaError) -> [Float] {
        littleEndianWords(try tensor(tensorName, of: .float32).bytes, as: UInt32.self).map { Float(bitPattern: $0) }
    }

    /// The elements of a tensor of double precision.
    ///
    /// - Throws: `LacunaError` of kind `file`: no such tensor, or another element type.
    public func doubles(_ tensorName: String) throws(LacunaError) -> [Double] {
        littleEndianWords(try tensor(tensorName, of: .float64).bytes, as: UInt64.self).map { Double(bitPattern: $0) }
    }

    /// The elements of a tensor of integers.
    ///
    /// - Throws: `LacunaError` of kind `file`: no such tensor, or another element type.
    public func integers(_ tensorName: String) throws(LacunaError) -> [Int] {
        littleEndianWords(try tensor(tensorName, of: .int64).bytes, as: Int64.self).map { Int($0) }
    }

    /// A tensor by name.
    ///
    /// - Throws: `LacunaError` of kind `file` where there is none, with the nearest name.
    public func tensor(_ tensorName: String) throws(LacunaError) -> Tensor {
        if let tensor = tensors.first(where: { $0.name == tensorName }) { return tensor }
        let known = tensors.map(\.name)
        throw LacunaError(
            .file,
            "\(name) has no tensor \"\(tensorName)\" (it has \(known.isEmpty ? "none" : Suggestion.list(known)))"
                + Suggestion.phrase(for: tensorName, among: known))
    }

    /// A tensor by name that must have the given element type.
    ///
    /// - Throws: `LacunaError` of kind `file`: no such tensor, or another element type.
    public func tensor(_ tensorName: String, of elementType: ElementType) throws(LacunaError) -> Tensor {
        let tensor = try tensor(tensorName)
        guard tensor.elementType == elementType else {
            throw LacunaError(
                .file,
                "\(name): tensor \"\(tensorName)\" holds \(tensor.elementType.rawValue); expected "
                    + elementType.rawValue)
        }
        return tensor
    }
}

private func littleEndianBytes<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
    words.map(\.littleEndian).withUnsafeBytes { Array($0) }
}

private func littleEndianWords<Word: FixedWidthInteger>(_ bytes: [UInt8], as type: Word.Type) -> [Word] {
    let width = MemoryLayout<Word>.size
    return bytes.withUnsafeBytes { raw in
        (0..<raw.count / width).map {
            Word(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * width, as: Word.self))
        }
    }
}
