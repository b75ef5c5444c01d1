import LacunaCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files and folders where there were none, which can all be removed again.
struct NewFiles {
    /// What was made, in that order.
    private var made: [(path: String, isFolder: Bool)] = []

    /// Whether something has this name, be it a symbolic link to nothing.
    static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Writes a file, with the folders above it that are not there.
    ///
    /// - Throws: `LacunaError` with the system's reason.
    mutating func write(_ text: String, to path: String) throws(LacunaError) {
        for (index, character) in zip(path.indices, path) where character == "/" && index > path.startIndex {
            try makeFolder(String(path[..<index]))
        }
        try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in try writer.write(text) }
        made.append((path, false))
    }

    /// Makes one folder, unless it is there.
    ///
    /// - Throws: `LacunaError` with the system's reason.
    mutating func makeFolder(_ path: String, mode: mode_t = 0o777) throws(LacunaError) {
        if mkdir(path, mode) == 0 {
            made.append((path, true))
            return
        }
        let code = errno
        var status = stat()
        // Some systems name another reason than that it exists, such as a disk that cannot be written.
        if stat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR { return }
            throw LacunaError(
                .file, "cannot make the folder \(path): there is a file of that name; choose another place")
        }
        throw LacunaError(
            .file,
            "cannot make the folder \(path): \(SystemReason.text(code)); choose another place, or look at its permissions"
        )
    }

    /// Removes all of it; folders in which something else lies now stay.
    mutating func removeAll() {
        for (path, isFolder) in made.reversed() { _ = isFolder ? rmdir(path) : unlink(path) }
        made = []
    }
}
