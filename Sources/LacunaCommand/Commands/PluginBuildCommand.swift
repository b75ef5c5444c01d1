import LacunaCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `lacuna plugin build`: makes a library that the running program can load.
struct PluginBuildCommand: Command {
    static let description = CommandDescription(
        name: "plugin build", summary: "Make a library of a folder with parts of your own.",
        discussion: [
            "FOLDER holds Sources/MODULE/*.swift, and in it MODULEPlugin.swift with a type MODULEPlugin that adds the parts; "
                + "lacuna plugin new NAME writes such a folder. The library is loaded by --plugin LIBRARY, or by the key "
                + "plugins of a configuration.",
            "Only the files of that one module are compiled: the manifest is not read, so that packages which it depends on "
                + "and settings of its targets are not known. The module may import Lacuna's modules and those of the "
                + "toolchain; a part that needs more goes into a program of its own.",
            "The library belongs to this build of lacuna, whose module files it is compiled against: after lacuna was built "
                + "anew, in another configuration (debug or release) or by another compiler, build the library again.",
        ],
        arguments: [ArgumentDescription("FOLDER", help: "The folder with the sources")],
        options: [
            .option(
                "output", short: "o", value: "LIBRARY", help: "Where the library goes (default: FOLDER/libMODULE.so)"),
            .option(
                "modules", value: "DIR",
                help: "The folder of Lacuna's module files (default: Modules beside this program)"),
        ],
        examples: ["lacuna plugin build Skew", "lacuna plugin build Skew --output ~/plugins/libSkew.so"])

    private let folder: String
    private let output: String?
    private let modules: String?

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        folder = arguments.requiredArgument("FOLDER")
        output = arguments.string("output")
        modules = arguments.string("modules")
    }

    func run(in environment: CommandEnvironment) throws {
        let sources = try PluginSources(in: folder)
        let compiler = try PluginCompiler(modules: modules)
        let library = output ?? sources.defaultLibrary
        try OutputPaths(file: library).check(reading: sources.files.map { (path: $0, what: "source") })
        try Self.requireReplaceable(library)
        do {
            try compiler.build(sources, to: library, console: environment.console)
        } catch {
            // The signal that ended the compiler is the reason, not the sources.
            try environment.interruption.check()
            throw error
        }
        try environment.console.print(DisplayText.printable(library))
        let named = ShellText.word(library)
        environment.console.report(
            "check it with lacuna plugin check \(named), then use it with lacuna --plugin \(named) …")
    }

    /// Refuses a destination that holds something else than a library.
    private static func requireReplaceable(_ library: String) throws(LacunaError) {
        var status = stat()
        // Pipes and devices are written to, not replaced; nothing is lost with an empty file.
        guard stat(library, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return }
        let start = try FileContents.read(path: library).prefix(4)
        guard !PluginLibrary.isBeginning(Array(start)) else { return }
        throw LacunaError(
            .file,
            """
            \(library) exists and is no shared library, so that it is not overwritten; name another file by --output, or \
            remove it
            """)
    }
}
