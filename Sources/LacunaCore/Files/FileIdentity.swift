#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Tells whether two paths lead to one file.
public enum FileIdentity {
    /// Whether both paths lead to the same file, through links of any kind, or would if it existed.
    ///
    /// Asked before an output is written, since an output must not destroy the input.
    public static func same(_ first: String, _ second: String) -> Bool {
        if first == second { return true }
        var a = stat()
        var b = stat()
        let firstExists = stat(first, &a) == 0
        let secondExists = stat(second, &b) == 0
        if firstExists && secondExists { return a.st_dev == b.st_dev && a.st_ino == b.st_ino }
        if firstExists != secondExists { return false }
        // Neither is there: where would each be made?
        guard let one = try? FileDestination(first), let other = try? FileDestination(second) else { return false }
        return one.form == other.form
    }
}
