#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a program or shared library in the executable and linkable format (64 bits, small end first) says of itself.
///
/// The system maps a file into memory by these numbers without asking whether the file is as long; the first access to
/// what is not there then ends the process.
///
/// Reference: System V Application Binary Interface, chapter "Object Files" (ELF-64).
struct ElfFile: Sendable, Equatable {
    /// Why a file cannot be used.
    enum Fault: Error, Equatable {
        /// It does not begin as such files do.
        case foreign
        /// It is of 32 bits, or its numbers begin with the large end.
        case otherWidth
        /// It ends before the byte that it needs.
        case cutOff(size: Int, needed: Int)
    }

    /// The number of the kind of processor, such as 62 for x86-64.
    let machine: Int
    /// What the linker computed from the whole content, in hexadecimal digits; `nil` where it was not asked to.
    let buildIdentifier: String?

    /// Reads the headers of an open file.
    ///
    /// - Throws: `Fault`.
    init(descriptor: Int32) throws(Fault) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .foreign }
        let size = Int(status.st_size)
        guard let start = Self.bytes(of: descriptor, at: 0, count: 4), start == Self.magic else { throw .foreign }
        let header = try Self.required(descriptor, at: 0, count: 64, size: size)
        guard header[4] == 2, header[5] == 1 else { throw .otherWidth }
        machine = Self.number(header, at: 18, width: 2)
        let place = Self.number(header, at: 32, width: 8)
        let entrySize = Self.number(header, at: 54, width: 2)
        let count = Self.number(header, at: 56, width: 2)
        guard count == 0 || entrySize == 56 else { throw .foreign }
        let table = try Self.required(descriptor, at: place, count: entrySize * count, size: size)
        var identifier: String?
        var needed = 0
        for index in 0..<count {
            let entry = Array(table[index * entrySize..<(index + 1) * entrySize])
            let kind = Self.number(entry, at: 0, width: 4)
            guard kind == Self.loaded || kind == Self.note else { continue }
            let offset = Self.number(entry, at: 8, width: 8)
            let length = Self.number(entry, at: 32, width: 8)
            let (end, overflow) = offset.addingReportingOverflow(length)
            if length == 0 { continue }
            needed = max(needed, overflow || offset < 0 || length < 0 ? .max : end)
            if kind == Self.note, needed <= size, let notes = Self.bytes(of: descriptor, at: offset, count: length) {
                identifier = identifier ?? Self.buildIdentifier(in: notes)
            }
        }
        guard needed <= size else { throw .cutOff(size: size, needed: needed) }
        buildIdentifier = identifier
    }

    /// Reads the headers of a file; `nil` where it has none that can be read.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let file = try? ElfFile(descriptor: descriptor) else { return nil }
        self = file
    }

    /// How such files begin.
    static let magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]

    /// The kinds of segments that matter here: parts of the memory image, and notes.
    private static let loaded = 1
    private static let note = 4

    /// The build identifier among notes: each has the lengths of its owner and content and its kind, then both, padded to
    /// multiples of four bytes.
    private static func buildIdentifier(in notes: [UInt8]) -> String? {
        var place = 0
        while place + 12 <= notes.count {
            let ownerLength = number(notes, at: place, width: 4)
            let length = number(notes, at: place + 4, width: 4)
            let content = place + 12 + (ownerLength + 3) / 4 * 4
            guard content + length <= notes.count else { return nil }
            let owner = notes[place + 12..<place + 12 + ownerLength]
            if number(notes, at: place + 8, width: 4) == 3, owner.elementsEqual("GNU\0".utf8), length > 0 {
                return notes[content..<content + length].map { byte in
                    (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }.joined()
            }
            place = content + (length + 3) / 4 * 4
        }
        return nil
    }

    /// A number whose small end comes first; one beyond `Int` becomes negative.
    private static func number(_ bytes: [UInt8], at place: Int, width: Int) -> Int {
        var value: UInt64 = 0
        for index in 0..<width { value |= UInt64(bytes[place + index]) << UInt64(8 * index) }
        return Int(truncatingIfNeeded: value)
    }

    /// Bytes that have to be there.
    private static func required(
        _ descriptor: Int32, at place: Int, count: Int, size: Int
    ) throws(Fault) -> [UInt8] {
        let (end, overflow) = place.addingReportingOverflow(count)
        guard place >= 0, !overflow, end <= size, let bytes = bytes(of: descriptor, at: place, count: count) else {
            throw .cutOff(size: size, needed: overflow || place < 0 ? .max : end)
        }
        return bytes
    }

    /// Bytes of an open file; `nil` where it does not have as many.
    private static func bytes(of descriptor: Int32, at place: Int, count: Int) -> [UInt8]? {
        guard place >= 0, count >= 0, count <= 1 << 24 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(place + done))
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }
}
