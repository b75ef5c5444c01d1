#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a file as a whole or not at all.
///
/// The bytes go to a temporary file beside the destination, which is renamed over it at the end: whoever reads the
/// destination sees the old content or the new one, never a part. Symbolic links are followed to their target; mode and
/// owner of a file that was there are kept. Devices, pipes and descriptors of the process (`/dev/stdout`) cannot be
/// renamed and are written directly. A hard link to the old content keeps the old content.
public enum AtomicFile {
    /// Replaces a file by what `body` writes.
    ///
    /// - Parameters:
    ///   - path: The destination.
    ///   - body: Writes the content. When it throws, the temporary is removed and the destination is as it was.
    /// - Returns: What `body` returns.
    /// - Throws: `LacunaError` of kind `file` where the destination cannot be written to at all, of kind `work` where
    ///   writing fails midway (a full disk), `LacunaError.closedPipe` where the reader of a pipe has gone, and what
    ///   `body` throws.
    public static func replace<Value>(
        path: String, _ body: (Writer) throws(LacunaError) -> Value
    ) throws(LacunaError) -> Value {
        let destination = try FileDestination(path)
        switch destination.form {
        case .regular(let target):
            return try replaceRegular(destination, at: target, body)
        case .special:
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileDestination.failure(path, errno) }
            return try writeDirectly(path, descriptor, body)
        case .descriptor(let number):
            let descriptor = dup(number)
            guard descriptor >= 0 else { throw FileDestination.failure(path, errno) }
            return try writeDirectly(path, descriptor, body)
        }
    }

    /// Checks before long work that its result can be written.
    ///
    /// Nothing is made or changed. What only shows later (a disk that fills up) is reported by `replace`.
    ///
    /// - Throws: `LacunaError` of kind `file`: a folder, a missing folder, a folder or file without write permission.
    public static func checkWritable(path: String) throws(LacunaError) {
        let destination = try FileDestination(path)
        switch destination.form {
        case .regular(let target):
            // A file protected against writing is refused although renaming over it would work: it was protected.
            try requireWriteAccess(destination, to: target)
        case .special:
            guard access(path, W_OK) == 0 else { throw FileDestination.failure(path, errno) }
        case .descriptor(let number):
            let flags = fcntl(number, F_GETFL)
            guard flags >= 0 else { throw FileDestination.failure(path, errno) }
            guard flags & O_ACCMODE != O_RDONLY else { throw FileDestination.failure(path, EBADF) }
        }
    }

    /// Removes the temporary files of all replacements under way.
    ///
    /// For a program that is about to end without unwinding, as after a second interrupt.
    public static func removeTemporaries() { TemporaryFiles.removeAll() }

    private static func requireWriteAccess(_ destination: FileDestination, to target: String) throws(LacunaError) {
        let path = destination.path
        if destination.status != nil, access(target, W_OK) != 0 {
            guard errno == EACCES else { throw FileDestination.failure(path, errno) }
            throw LacunaError(
                .file, "cannot write \(path): the file is write-protected; change its permissions or name another file")
        }
        let folder = FileDestination.folder(of: target)
        guard access(folder, W_OK | X_OK) == 0 else {
            let code = errno
            throw LacunaError(
                .file,
                "cannot write \(path): no file can be made in the folder \(folder): \(SystemReason.text(code))"
                    + "; change its permissions or choose another place")
        }
    }

    private static func replaceRegular<Value>(
        _ destination: FileDestination, at target: String, _ body: (Writer) throws(LacunaError) -> Value
    ) throws(LacunaError) -> Value {
        let path = destination.path
        try requireWriteAccess(destination, to: target)
        let folder = FileDestination.folder(of: target)
        let mode = destination.status.map { $0.st_mode & 0o7777 }
        let temporary: (path: String, descriptor: Int32)
        // Never wider than the old file, not even for the moment before `fchmod`.
        switch TemporaryFiles.make(in: folder, mode: (mode ?? 0o666) & 0o666) {
        case .success(let made): temporary = made
        case .failure(let failure): throw FileDestination.failure(path, failure.code)
        }
        let writer = Writer(path: path, descriptor: temporary.descriptor)
        do throws(LacunaError) {
            let value = try body(writer)
            try writer.flush()
            if let status = destination.status {
                // The owner can only be kept with the right to give files away; without it the file becomes ours.
                if status.st_uid != geteuid() || status.st_gid != getegid() {
                    _ = fchown(temporary.descriptor, status.st_uid, status.st_gid)
                }
                _ = fchmod(temporary.descriptor, status.st_mode & 0o7777)
            }
            try writer.synchronize()
            try writer.close()
            let code = TemporaryFiles.rename(temporary.path, to: target)
            guard code == 0 else { throw FileDestination.failure(path, code, kind: .work) }
            synchronizeFolder(folder)
            return value
        } catch {
            writer.abandon()
            TemporaryFiles.remove(temporary.path)
            throw error
        }
    }

    private static func writeDirectly<Value>(
        _ path: String, _ descriptor: Int32, _ body: (Writer) throws(LacunaError) -> Value
    ) throws(LacunaError) -> Value {
        let writer = Writer(path: path, descriptor: descriptor)
        do throws(LacunaError) {
            let value = try body(writer)
            try writer.flush()
            try writer.close()
            return value
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// Makes the rename itself last through a power failure. Not all file systems can, and the file is good without.
    private static func synchronizeFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        _ = close(descriptor)
    }
}
