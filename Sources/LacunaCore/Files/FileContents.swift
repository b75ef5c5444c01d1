#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads whole files.
public enum FileContents {
    /// The bytes of a file, pipe or device.
    ///
    /// - Throws: `LacunaError` of kind `file` with the path and the system's reason; a folder is refused.
    public static func read(path: String) throws(LacunaError) -> [UInt8] {
        try FileDestination.requireUsable(path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw LacunaError(.file, "cannot read \(path): it is a folder; name a file in it")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(0, Int(status.st_size)))
        let code = FileDescriptor.readAll(from: descriptor, into: &bytes)
        guard code == 0 else { throw failure(path, code) }
        return bytes
    }

    private static func failure(_ path: String, _ code: Int32) -> LacunaError {
        LacunaError(.file, "cannot read \(path): \(SystemReason.text(code))\(SystemReason.advice(code))")
    }
}
