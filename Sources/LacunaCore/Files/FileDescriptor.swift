#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads and writes on an open descriptor that go on after interruptions and short counts.
public enum FileDescriptor {
    /// Writes all bytes.
    ///
    /// Waits where the descriptor is non-blocking and full, as a terminal shared with another program may be.
    ///
    /// - Returns: 0, or the error number of the first call that failed.
    public static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var offset = 0
        while offset < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                offset += count
                continue
            }
            // A device that takes nothing without an error would keep us here for ever.
            let code = count == 0 ? EIO : errno
            if code == EINTR { continue }
            guard code == EAGAIN else { return code }
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&wait, 1, -1)
        }
        return 0
    }

    /// Reads to the end and appends to `bytes`.
    ///
    /// - Returns: 0, or the error number of the call that failed.
    static func readAll(from descriptor: Int32, into bytes: inout [UInt8]) -> Int32 {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes.append(contentsOf: chunk[..<count])
            } else if count == 0 {
                return 0
            } else if errno != EINTR {
                return errno
            }
        }
    }
}
