#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The operating system's own words for a failed call.
public enum SystemReason {
    /// The text of an error number, such as "No space left on device".
    public static func text(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    /// What the user can do about an error number, as the end of a sentence: empty, or "; …".
    static func advice(_ code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: "; free some space or choose another place"
        case EACCES, EPERM: "; change its permissions or choose another place"
        case EROFS: "; choose a place on another disk"
        case ENOENT: "; check the path"
        case ENOTDIR: "; a part of the path is a file, not a folder"
        case ELOOP: "; its symbolic links lead in a circle"
        case ENAMETOOLONG: "; choose a shorter name"
        default: ""
        }
    }
}
