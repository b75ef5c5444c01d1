/// The version of the package.
public enum PackageVersion {
    /// The version whose module files the caller was compiled against: the one place where it is written.
    @_alwaysEmitIntoClient @inline(__always)
    public static var ofCaller: StaticString { "0.1.0" }

    /// The version of the running program's Lacuna.
    public static let current = "\(ofCaller)"
}
