/// A file of named tensors with text metadata, in the safetensors format.
///
/// The format: the length of the header as 8 bytes, least significant first; the header, a JSON object of
/// `name: {"dtype", "shape", "data_offsets"}` and `"__metadata__": {text: text}`; then the elements of all tensors in
/// row-major order, least significant byte first, without gaps. Other languages have
/// packages that read it.
///
/// Reference: https://huggingface.co/docs/safetensors (format description).
public struct SafetensorsFile: Sendable {
    /// What an error message calls the file.
    public var name: String
    /// Free texts by key.
    public var metadata: [String: String]
    /// The tensors; names are unique. Files hold them in an order of their own (`encoded`).
    public var tensors: [Tensor]

    /// A file in memory.
    public init(name: String = "the file", metadata: [String: String] = [:], tensors: [Tensor] = []) {
        self.name = name
        self.metadata = metadata
        self.tensors = tensors
    }

    /// Reads a file and checks all of it.
    ///
    /// - Throws: `LacunaError` of kind `file` that names the file and what is wrong with it.
    public static func read(path: String) throws(LacunaError) -> SafetensorsFile {
        try SafetensorsFile(bytes: try FileContents.read(path: path), name: path)
    }

    /// Writes the file, replacing what is there as a whole or not at all.
    ///
    /// - Throws: what `AtomicFile.replace` throws.
    public func write(path: String) throws(LacunaError) {
        let header = encodedHeader()
        try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in
            try writer.write(header)
            for tensor in storedOrder { try writer.write(tensor.bytes) }
        }
    }

    /// The bytes of the file: the same for the same content, whatever the order of `tensors`.
    public func encoded() -> [UInt8] {
        var bytes = encodedHeader()
        bytes.reserveCapacity(bytes.count + tensors.reduce(0) { $0 + $1.bytes.count })
        for tensor in storedOrder { bytes.append(contentsOf: tensor.bytes) }
        return bytes
    }

    /// The tensors as they lie in the file: wide elements first, so that each starts at a multiple of its element's
    /// size, and by name among equals.
    var storedOrder: [Tensor] {
        tensors.sorted { a, b in
            let widths = (a.elementType.byteCount, b.elementType.byteCount)
            // By bytes, not by Unicode collation, which may change with the standard library.
            return widths.0 != widths.1 ? widths.0 > widths.1 : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
        }
    }

    private func encodedHeader() -> [UInt8] {
        precondition(Set(tensors.map(\.name)).count == tensors.count, "two tensors have the same name")
        var entries: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { JSONString.quoted($0.key) + ":" + JSONString.quoted($0.value) }
            entries.append("\"__metadata__\":{" + pairs.joined(separator: ",") + "}")
        }
        var offset = 0
        for tensor in storedOrder {
            let end = offset + tensor.bytes.count
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append(
                JSONString.quoted(tensor.name) + ":{\"dtype\":\"" + tensor.elementType.rawValue + "\",\"shape\":["
                    + shape + "],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var text = Array(("{" + entries.joined(separator: ",") + "}").utf8)
        text.append(contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
        let length = UInt64(text.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + text
    }
}
