#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the system's words for a library that cannot be opened mean to a user.
enum PluginLoadingFailure {
    private typealias Demangle =
        @convention(c) (
            UnsafePointer<CChar>, Int, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?, UInt32
        ) -> UnsafeMutablePointer<CChar>?

    /// A sentence for what `dlerror` says.
    ///
    /// - Parameters:
    ///   - reason: The system's words, such as `/a/libMine.so: undefined symbol: $s10LacunaCore…`.
    ///   - library: The library as the user named it.
    ///   - file: The path that the system was given.
    static func sentence(_ reason: String, library: String, file: String) -> String {
        let start = "cannot load the plug-in \(SentenceText.path(library)): "
        let again = "build it again with this program: lacuna plugin build FOLDER"
        if let symbol = missingSymbol(in: reason) {
            let name = demangled(symbol).map { "\($0) (\(symbol))" } ?? symbol
            return start
                + "it needs \(SentenceText.abbreviated(name, to: 400)), which this program does not have; it was built against "
                + "another build of Lacuna, or lacks a library that it uses. Where it is a plug-in of yours, \(again)"
        }
        var reason = reason
        if reason.hasPrefix(file + ": ") { reason.removeFirst(file.count + 2) }
        return start + "the system refuses it as a shared library (\(SentenceText.path(reason))); \(again)"
    }

    /// The symbol that was found nowhere, where that is the reason.
    static func missingSymbol(in reason: String) -> String? {
        for marker in ["undefined symbol: ", "symbol not found in flat namespace '_", "Symbol not found: _"] {
            guard let range = reason.firstRange(of: marker) else { continue }
            let symbol = reason[range.upperBound...].prefix { !$0.isWhitespace && $0 != "'" && $0 != "," && $0 != ")" }
            if !symbol.isEmpty { return String(symbol) }
        }
        return nil
    }

    /// The name of a Swift function as a person writes it; `nil` for names of other languages.
    static func demangled(_ symbol: String) -> String? {
        guard symbol.hasPrefix("$s"), let address = PluginBinary.programSymbol("swift_demangle") else { return nil }
        let demangle = unsafeBitCast(address, to: Demangle.self)
        guard let text = demangle(symbol, symbol.utf8.count, nil, nil, 0) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}
