import Foundation

/// The memory that there is to work in, so that what cannot fit is refused before work starts.
enum MachineMemory {
    /// Bytes: what the machine has, or what the group of processes may use where that is less.
    static let byteCount: Int = {
        let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].compactMap { path in
            (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
                UInt64($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        return Int(clamping: limits.reduce(ProcessInfo.processInfo.physicalMemory, min))
    }()

    /// Checks that something has room beside everything else.
    ///
    /// - Parameters:
    ///   - bytes: What it would take.
    ///   - what: What it is, as the beginning of a sentence: "a training step of 64 rows".
    ///   - advice: What to do, as its end.
    ///   - available: Bytes of memory there are.
    /// - Throws: `LacunaError` of the kind `configuration` where it would take more than half of them.
    static func check(
        _ bytes: Int, for what: String, advice: String, available: Int = byteCount
    ) throws(LacunaError) {
        guard bytes > available / 2 else { return }
        throw LacunaError(
            .configuration,
            """
            \(what) would take \(ByteText.text(bytes)) of memory, but there are \(ByteText.text(available)), of which half may \
            be used; \(advice)
            """)
    }
}

/// Sizes of memory for sentences.
enum ByteText {
    /// Such as `3.2 MB`.
    static func text(_ bytes: Int) -> String {
        let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
        var size = Double(bytes), unit = 0
        while size >= 1000, unit + 1 < units.count {
            size /= 1000
            unit += 1
        }
        return unit == 0 ? "\(bytes) bytes" : "\((size * 10).rounded() / 10) \(units[unit])"
    }
}
