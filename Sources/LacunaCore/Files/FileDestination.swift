#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the bytes of an output path go: a regular file that is replaced, or something that is written in place.
struct FileDestination {
    enum Form: Equatable {
        /// A regular file, there or not, at this path (symbolic links followed).
        case regular(String)
        /// A device, pipe or socket, opened and written.
        case special
        /// An open descriptor of this process, such as `/dev/stdout`.
        case descriptor(Int32)
    }

    /// The path as the user wrote it, for messages.
    let path: String
    let form: Form
    /// What is there now; `nil` where nothing is, and for descriptors.
    let status: stat?

    /// Follows symbolic links and looks at what is there, without opening anything.
    init(_ path: String) throws(LacunaError) {
        try Self.requireUsable(path)
        self.path = path
        if let number = Self.descriptorNumber(path) {
            guard fcntl(number, F_GETFD) >= 0 else { throw Self.failure(path, errno) }
            form = .descriptor(number)
            status = nil
            return
        }
        var found = stat()
        if stat(path, &found) == 0 {
            status = found
            switch found.st_mode & S_IFMT {
            case S_IFDIR:
                throw LacunaError(.file, "cannot write \(path): it is a folder; name a file in it")
            case S_IFREG:
                form = .regular(try Self.resolved(path))
            default:
                form = .special
            }
        } else {
            guard errno == ENOENT else { throw Self.failure(path, errno) }
            if path.utf8.last == UInt8(ascii: "/") {
                throw LacunaError(.file, "cannot write \(path): it names a folder, and there is none; name a file")
            }
            status = nil
            form = .regular(try Self.followingDanglingLinks(path))
        }
    }

    /// Refuses what the system's calls would misunderstand.
    static func requireUsable(_ path: String) throws(LacunaError) {
        if path.isEmpty { throw LacunaError(.file, "a path is empty; name a file") }
        if path.utf8.contains(0) {
            let shown = path.split(separator: "\0", omittingEmptySubsequences: false).joined(separator: "\\0")
            let path = SentenceText.path(shown)
            throw LacunaError(.file, "the path \"\(path)\" contains a zero byte; name a file without one")
        }
    }

    /// The folder a path lies in: "." where it names none.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last part of a path.
    static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// The absolute path without symbolic links, or `nil` where the system finds none.
    static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func failure(_ path: String, _ code: Int32, kind: LacunaError.Kind = .file) -> LacunaError {
        if code == EPIPE { return .closedPipe }
        return LacunaError(kind, "cannot write \(path): \(SystemReason.text(code))\(SystemReason.advice(code))")
    }

    private static func resolved(_ path: String) throws(LacunaError) -> String {
        guard let real = realPath(path) else { throw failure(path, errno) }
        return real
    }

    /// `open` on these names starts at offset 0 of a file that standard output may be redirected to; what is meant is
    /// to go on where the descriptor stands.
    private static func descriptorNumber(_ path: String) -> Int32? {
        if path == "/dev/stdout" { return 1 }
        if path == "/dev/stderr" { return 2 }
        for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
            return Int32(path.dropFirst(prefix.count)).flatMap { $0 >= 0 ? $0 : nil }
        }
        return nil
    }

    /// The place that symbolic links to nothing point to: writing through a link makes its target, as a shell does.
    private static func followingDanglingLinks(_ path: String) throws(LacunaError) -> String {
        var place = path
        for _ in 0..<40 {
            guard let target = linkTarget(place) else {
                guard let folder = realPath(folder(of: place)) else {
                    let code = errno
                    guard code == ENOENT else { throw failure(path, code) }
                    throw LacunaError(
                        .file, "cannot write \(path): there is no folder \(Self.folder(of: place)); make it first")
                }
                return folder == "/" ? "/" + name(of: place) : folder + "/" + name(of: place)
            }
            place = target.hasPrefix("/") ? target : folder(of: place) + "/" + target
        }
        throw failure(path, ELOOP)
    }

    private static func linkTarget(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }
}
