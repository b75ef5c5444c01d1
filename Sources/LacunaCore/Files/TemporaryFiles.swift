import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The temporary files that exist now, so that a program that is interrupted can remove them.
///
/// One set for the process, since a signal is for the process.
enum TemporaryFiles {
    private static let paths = Mutex<Set<String>>([])

    /// Makes a new file in `folder`, registers it and opens it for writing.
    ///
    /// Not `mkstemp`, which makes files only their owner can read: here the system applies the user's umask to `mode`,
    /// and the umask need not be read, which cannot be done without changing it for all threads.
    ///
    /// - Returns: the path and the descriptor, or the error number.
    static func make(in folder: String, mode: mode_t) -> Result<(path: String, descriptor: Int32), SystemFailure> {
        // Made and registered in one go: an interrupt in between would leave the file behind.
        paths.withLock { paths in
            for _ in 0..<100 {
                let name = ".lacuna-" + String(UInt64.random(in: 0 ... .max), radix: 36) + ".tmp"
                let path = folder == "/" ? "/" + name : folder + "/" + name
                let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
                if descriptor >= 0 {
                    paths.insert(path)
                    return .success((path, descriptor))
                }
                guard errno == EEXIST || errno == EINTR else { return .failure(SystemFailure(code: errno)) }
            }
            return .failure(SystemFailure(code: EEXIST))
        }
    }

    /// Renames a temporary to its destination; it is temporary no longer. Returns 0 or the error number.
    static func rename(_ path: String, to destination: String) -> Int32 {
        paths.withLock { paths in
            guard renameFile(path, destination) == 0 else { return errno }
            paths.remove(path)
            return 0
        }
    }

    /// Removes one temporary.
    static func remove(_ path: String) {
        paths.withLock { paths in
            _ = unlink(path)
            paths.remove(path)
        }
    }

    /// Removes all temporaries.
    static func removeAll() {
        paths.withLock { paths in
            for path in paths { _ = unlink(path) }
            paths.removeAll()
        }
    }
}

/// The error number of a failed call.
struct SystemFailure: Error {
    let code: Int32
}

/// `rename` of the C library, whose name a method of the same name hides.
private func renameFile(_ old: String, _ new: String) -> Int32 { rename(old, new) }
