import LacunaCore

/// `lacuna plugin build`: makes a library that the running program can load.
struct PluginBuildCommand: Command {
    static let description = CommandDescription(
        name: "plugin build", summary: "Make a library of a folder with parts of your own.",
        discussion: [
            "FOLDER holds Sources/MODULE/*.swift, and in it MODULEPlugin.swift with a type MODULEPlugin that adds the parts; "
                + "lacuna plugin new NAME writes such a folder. The library is loaded by --plugin LIBRARY, or by the key "
                + "plugins of a configuration.",
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
        do {
            try compiler.build(sources, to: library, console: environment.console)
        } catch {
            // The signal that ended the compiler is the reason, not the sources.
            try environment.interruption.check()
            throw error
        }
        try environment.console.print(library)
        let named = DisplayText.printable(library)
        environment.console.report(
            "check it with lacuna plugin check \(named), then use it with lacuna --plugin \(named) …")
    }
}
