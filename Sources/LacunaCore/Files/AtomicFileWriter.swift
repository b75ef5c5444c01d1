#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension AtomicFile {
    /// Takes the bytes of a file that is being replaced, through a buffer.
    ///
    /// Valid only inside the body that got it; writing afterwards throws.
    public final class Writer {
        private static let capacity = 1 << 16

        private let path: String
        private var descriptor: Int32?
        private var buffer: [UInt8] = []

        init(path: String, descriptor: Int32) {
            self.path = path
            self.descriptor = descriptor
            buffer.reserveCapacity(Self.capacity)
        }

        /// Appends bytes.
        ///
        /// - Throws: `LacunaError` of kind `work` with the path and the system's reason.
        public func write(_ bytes: UnsafeRawBufferPointer) throws(LacunaError) {
            if buffer.count + bytes.count > Self.capacity { try flush() }
            if bytes.count >= Self.capacity {
                try check(FileDescriptor.writeAll(bytes, to: try openDescriptor()))
            } else {
                buffer.append(contentsOf: bytes)
            }
        }

        /// Appends bytes.
        ///
        /// - Throws: `LacunaError` of kind `work` with the path and the system's reason.
        public func write(_ bytes: [UInt8]) throws(LacunaError) {
            if buffer.count + bytes.count > Self.capacity { try flush() }
            if bytes.count >= Self.capacity {
                let descriptor = try openDescriptor()
                try check(bytes.withUnsafeBytes { FileDescriptor.writeAll($0, to: descriptor) })
            } else {
                buffer.append(contentsOf: bytes)
            }
        }

        /// Appends a text in UTF-8.
        ///
        /// - Throws: `LacunaError` of kind `work` with the path and the system's reason.
        public func write(_ text: String) throws(LacunaError) {
            buffer.append(contentsOf: text.utf8)
            if buffer.count >= Self.capacity { try flush() }
        }

        /// Hands the buffer to the system.
        func flush() throws(LacunaError) {
            let descriptor = try openDescriptor()
            let code = buffer.withUnsafeBytes { FileDescriptor.writeAll($0, to: descriptor) }
            buffer.removeAll(keepingCapacity: true)
            try check(code)
        }

        /// Waits until the bytes are on the disk.
        func synchronize() throws(LacunaError) {
            // EINVAL: a file system that cannot; nothing is wrong with the bytes.
            guard fsync(try openDescriptor()) != 0, errno != EINVAL, errno != EINTR else { return }
            try check(errno)
        }

        /// Closes; network file systems report a full disk only here.
        func close() throws(LacunaError) {
            let descriptor = try openDescriptor()
            self.descriptor = nil
            guard closeDescriptor(descriptor) != 0, errno != EINTR else { return }
            try check(errno)
        }

        /// Closes after a failure, if it is still open.
        func abandon() {
            if let descriptor { _ = closeDescriptor(descriptor) }
            descriptor = nil
        }

        private func openDescriptor() throws(LacunaError) -> Int32 {
            guard let descriptor else {
                throw LacunaError(.work, "cannot write \(path): it was closed before")
            }
            return descriptor
        }

        private func check(_ code: Int32) throws(LacunaError) {
            guard code != 0 else { return }
            throw FileDestination.failure(path, code, kind: .work)
        }
    }
}

/// `close` of the C library, whose name the method hides.
private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
