import CLacunaKernels

/// Which compiler made a piece of code.
public enum CompilerVersion {
    /// The version of the compiler that compiles the caller: a text that ends with a zero byte and stays for ever.
    ///
    /// It is the toolchain's own Clang, whose version names the commit it was built from and so tells toolchains of one
    /// Swift version apart.
    @_alwaysEmitIntoClient @inline(__always)
    public static var ofCaller: UnsafePointer<CChar> { lacuna_compiler_version() }
}
