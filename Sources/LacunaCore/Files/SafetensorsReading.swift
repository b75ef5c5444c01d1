extension SafetensorsFile {
    /// Longer headers are refused, as the format's own packages do: such a length is a sign of another kind of file.
    static let headerLimit: UInt64 = 100_000_000

    /// Reads the bytes of a file and checks all of them.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - name: What error messages call the file.
    /// - Throws: `LacunaError` of kind `file`; all problems of the tensors together.
    public init(bytes: [UInt8], name: String) throws(LacunaError) {
        let foreign = "\(name) is not a safetensors file: "
        let advice = "; check that it is a model file"
        if bytes.isEmpty { throw LacunaError(.file, "\(name) is empty; save or copy it again") }
        guard bytes.count >= 8 else {
            throw LacunaError(
                .file, foreign + "it has \(counted(bytes.count, "byte")), and such a file begins with 8" + advice)
        }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length >= 2, length <= Self.headerLimit, bytes.count == 8 || bytes[8] == UInt8(ascii: "{") else {
            throw LacunaError(.file, foreign + "it does not begin with a header length and a header" + advice)
        }
        let headerEnd = 8 + Int(length)
        guard headerEnd <= bytes.count else { throw Self.truncated(name, by: headerEnd - bytes.count) }

        var scanner = SafetensorsHeaderScanner(bytes: bytes, range: 8..<headerEnd)
        let header: SafetensorsHeader
        do {
            header = try scanner.header()
        } catch {
            throw LacunaError(
                .file,
                "\(name) has a damaged header: \(error.sentence) at byte \(error.position); save or copy it again")
        }
        let layout = SafetensorsLayout(header.entries, file: name)
        guard layout.problems.isEmpty else { throw LacunaError(.file, layout.problems) }
        let dataCount = bytes.count - headerEnd
        guard layout.end <= dataCount else { throw Self.truncated(name, by: layout.end - dataCount) }
        guard layout.end == dataCount else {
            throw LacunaError(
                .file,
                "\(name) is damaged: \(counted(dataCount - layout.end, "byte")) follow its last tensor; "
                    + "save or copy it again")
        }
        let tensors = layout.placed.map { place in
            Tensor(
                name: place.name, elementType: place.elementType, shape: place.shape,
                bytes: Array(bytes[headerEnd + place.range.lowerBound..<headerEnd + place.range.upperBound]))
        }
        self.init(name: name, metadata: header.metadata, tensors: tensors)
    }

    private static func truncated(_ name: String, by count: Int) -> LacunaError {
        LacunaError(
            .file,
            "\(name) is truncated: \(counted(count, "byte")) \(count == 1 ? "is" : "are") missing; "
                + "save or copy it again")
    }
}

/// Where each tensor lies in the data, checked against its type and shape and against its neighbours.
struct SafetensorsLayout {
    struct Place {
        let name: String
        let elementType: SafetensorsFile.ElementType
        let shape: [Int]
        let range: Range<Int>
    }

    /// In the order of the data.
    private(set) var placed: [Place] = []
    private(set) var problems: [String] = []
    /// The size of the data in bytes.
    private(set) var end = 0

    init(_ entries: [SafetensorsHeader.Entry], file: String) {
        let known = SafetensorsFile.ElementType.allCases.map(\.rawValue)
        for entry in entries {
            let tensor = "\(file): tensor \"\(entry.name)\""
            guard let elementType = SafetensorsFile.ElementType(rawValue: entry.elementType) else {
                problems.append(
                    "\(tensor) holds \"\(entry.elementType)\", which cannot be read here; "
                        + "convert it to one of \(Suggestion.list(known))")
                continue
            }
            guard entry.begin <= entry.end else {
                problems.append("\(tensor) ends at byte \(entry.end), before its begin at \(entry.begin)")
                continue
            }
            guard let size = elementType.byteCount(of: entry.shape) else {
                problems.append("\(tensor) has the shape \(entry.shape), which is too large for any file")
                continue
            }
            guard size == entry.end - entry.begin else {
                problems.append(
                    "\(tensor) has \(counted(entry.end - entry.begin, "byte")) of data; "
                        + "\(elementType.rawValue) of the shape \(entry.shape) takes \(counted(size))")
                continue
            }
            placed.append(
                Place(name: entry.name, elementType: elementType, shape: entry.shape, range: entry.begin..<entry.end))
        }
        guard problems.isEmpty else { return }
        placed.sort {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        for (index, place) in placed.enumerated() {
            let begin = place.range.lowerBound
            if begin < end, index > 0 {
                problems.append(
                    "\(file): the tensors \"\(placed[index - 1].name)\" and \"\(place.name)\" overlap; "
                        + "save or copy the file again")
            } else if begin > end {
                problems.append(
                    "\(file): \(counted(begin - end, "byte")) before tensor \"\(place.name)\" belong to no tensor; "
                        + "save or copy the file again")
            }
            end = place.range.upperBound
        }
    }
}

/// A count with thousands separated and, where given, a unit in the right number.
private func counted(_ count: Int, _ unit: String? = nil) -> String {
    var text = ""
    for (index, digit) in String(count).reversed().enumerated() {
        if index > 0 && index % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    let number = String(text.reversed())
    guard let unit else { return number }
    return count == 1 ? "\(number) \(unit)" : "\(number) \(unit)s"
}
