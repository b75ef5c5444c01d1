#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A shared library that was opened, never to be closed: its types stay in use.
struct PluginBinary: Sendable {
    /// The function that only a program, or a copy of Lacuna, has.
    static let hostSymbol = "lacuna_plugin_host"

    /// The library; the same number for the same file.
    let identity: UInt
    /// The checksum of the file, in hexadecimal digits.
    let checksum: String

    /// Opens a library with every function that it needs.
    ///
    /// - Throws: `LacunaError` where it cannot be, with what to do.
    init(opening path: String) throws(LacunaError) {
        try Self.requireProgram()
        let file = try Self.checked(path)
        checksum = SafetensorsFile.checksum(try FileContents.read(path: file))
        guard let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
            let reason = dlerror().map { String(cString: $0) } ?? "the system gives no reason"
            throw LacunaError(.file, PluginLoadingFailure.sentence(reason, library: path, file: file))
        }
        identity = UInt(bitPattern: handle)
    }

    /// The address of a function of the library, or of one that it is linked with.
    func symbol(_ name: String) -> UnsafeMutableRawPointer? {
        dlsym(UnsafeMutableRawPointer(bitPattern: identity), name)
    }

    /// The address of a function that the running program shows to libraries.
    static func programSymbol(_ name: String) -> UnsafeMutableRawPointer? {
        guard let program = dlopen(nil, RTLD_NOW) else { return nil }
        return dlsym(program, name)
    }

    /// Refuses where libraries would not find Lacuna in the running program, or would bring a Swift runtime of their own to
    /// which the program's types are foreign.
    private static func requireProgram() throws(LacunaError) {
        func refusal(_ reason: String) -> LacunaError {
            LacunaError(.configuration, "this program cannot load plug-ins, because \(reason)")
        }
        guard programSymbol(hostSymbol) != nil else {
            throw refusal(
                "it does not export its functions; link it with the linker option --export-dynamic, as programs that use "
                    + "LacunaCommand are by themselves")
        }
        guard programSymbol("swift_retain") != nil else {
            throw refusal("the Swift runtime is a part of it; link it without --static-swift-stdlib")
        }
    }

    /// The absolute path of a library that could be one.
    private static func checked(_ path: String) throws(LacunaError) -> String {
        func failure(_ reason: String) -> LacunaError {
            LacunaError(.file, "cannot load the plug-in \(shown): \(reason)")
        }
        let shown = SentenceText.path(path)
        try FileDestination.requireUsable(path)
        var status = stat()
        guard stat(path, &status) == 0, let resolved = realpath(path, nil) else {
            let code = errno
            throw failure(
                code == ENOENT
                    ? "there is no such file; check the path, or make it with lacuna plugin build FOLDER"
                    : SystemReason.text(code) + SystemReason.advice(code))
        }
        defer { free(resolved) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw failure("it is a folder; make a library of it with lacuna plugin build \(shown)")
        default: throw failure("it is no regular file; name the library that lacuna plugin build made")
        }
        let file = String(cString: resolved)
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(SystemReason.text(errno) + SystemReason.advice(errno)) }
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: 4)
        let count = start.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count == 4, PluginLibrary.isBeginning(start) else {
            throw failure("it is not a shared library; name the library that lacuna plugin build made")
        }
        #if !canImport(Darwin)
            if let reason = Self.fault(descriptor) { throw failure(reason) }
        #endif
        return file
    }

    /// What is wrong with a file that begins as a shared library does: what the system would find out only when it uses
    /// bytes that are not there, which ends the program.
    static func fault(_ descriptor: Int32) -> String? {
        do throws(ElfFile.Fault) {
            let library = try ElfFile(descriptor: descriptor)
            guard let program = ElfFile(path: "/proc/self/exe"), program.machine != library.machine else { return nil }
            return """
                it is for another kind of processor (number \(library.machine) of the executable and linkable format, \
                this program is for \(program.machine)); build it again with this program: lacuna plugin build FOLDER
                """
        } catch {
            switch error {
            case .foreign: return "it is not a shared library; name the library that lacuna plugin build made"
            case .otherWidth:
                return
                    "it is for another kind of processor; build it again with this program: lacuna plugin build FOLDER"
            case .cutOff(let size, let needed):
                let length = needed == .max ? "more" : "at least \(needed)"
                return "it is cut off: it has \(size) bytes and needs \(length); copy it or build it again"
            }
        }
    }
}
