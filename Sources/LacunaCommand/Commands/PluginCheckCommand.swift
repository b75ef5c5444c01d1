import LacunaCore
import LacunaTestKit

/// `lacuna plugin check`: whether the parts of a library keep their contracts.
struct PluginCheckCommand: Command {
    static let description = CommandDescription(
        name: "plugin check", summary: "Check a library of parts of your own.",
        discussion: [
            "The library is loaded, and each part that it adds goes through the conformance kit (LacunaTestKit): gradients "
                + "against differences, densities against quadrature and draws, cells that are missing without any influence."
        ],
        arguments: [ArgumentDescription("LIBRARY", help: "What lacuna plugin build made")],
        options: [WorkArguments.jsonFlag],
        examples: ["lacuna plugin check Skew/libSkew.so"])

    private let path: String
    private let isJSON: Bool

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        path = arguments.requiredArgument("LIBRARY")
        isJSON = arguments.flag("json")
    }

    func run(in environment: CommandEnvironment) throws {
        let library = try PluginLibrary(loading: path)
        guard !environment.catalog.libraries.contains(library) else {
            throw LacunaError(.usage, "--plugin \(path) is checked itself; leave the option out")
        }
        if !isJSON {
            let handshake = library.handshake
            let text =
                "\(path): built for Lacuna \(handshake.version), ABI number \(handshake.abi), by \(handshake.compiler)"
            try environment.console.print(DisplayText.printable(text))
        }
        var catalog = environment.catalog
        try catalog.add(library)
        let added = catalog.parts(beyond: environment.catalog)
        guard !added.isEmpty else {
            throw LacunaError(.work, "\(path) adds no part; add one in register(in:) of its plug-in")
        }
        var outcomes: [Outcome] = []
        for (family, parts) in added {
            for part in parts {
                // Said before, since a part that traps ends the program and cannot be told of afterwards.
                environment.console.report(DisplayText.printable("checking \(family.name) \(part.name)"))
                let outcome = Outcome(
                    family: family.name, name: part.name, report: checkPart(part, of: family, in: catalog))
                outcomes.append(outcome)
                if !isJSON { try environment.console.print(outcome.text) }
                try environment.interruption.check()
            }
        }
        if isJSON { try environment.console.print(json(library, outcomes).indentedText()) }
        let failed = outcomes.filter { !$0.report.passed }
        guard failed.isEmpty else {
            let names = failed.map(\.name).joined(separator: ", ")
            throw LacunaError(
                .work, "\(failed.count) of \(Phrase.counted(outcomes.count, "part")) of \(path) failed: \(names)")
        }
    }

    /// What became of a part.
    private struct Outcome {
        var family: String
        var name: String
        var report: ConformanceReport

        /// What is wrong, without what was checked before each sentence.
        var failures: [String] {
            report.failures.map {
                $0.hasPrefix("\(family) \(name): ") ? String($0.dropFirst(family.count + name.count + 3)) : $0
            }
        }

        /// A line where the part passed, and a line more for each failure; of many that are alike the first tell enough.
        var text: String {
            var lines = ["\(family) \(name): \(report.passed ? "passed" : "failed")"]
            let limit = 12
            lines += failures.prefix(limit).map { "  - " + $0 }
            if failures.count > limit { lines.append("  - … and \(failures.count - limit) more; --json lists all") }
            return lines.map(DisplayText.printable).joined(separator: "\n")
        }
    }

    private func json(_ library: PluginLibrary, _ outcomes: [Outcome]) -> JSONText {
        let handshake = library.handshake
        return [
            "library": .string(library.path), "abi": .string(handshake.abi), "version": .string(handshake.version),
            "compiler": .string(handshake.compiler),
            "parts": .array(
                outcomes.map { outcome in
                    [
                        "family": .string(outcome.family), "name": .string(outcome.name),
                        "passed": .bool(outcome.report.passed), "failures": .strings(outcome.failures),
                    ]
                }),
        ]
    }
}
