import Lacuna

@testable import LacunaCommand

/// The command lines and configurations of a guide, read as the program reads them.
struct GuideCommands {
    let guide: Guide
    let catalog: Catalog

    /// What is wrong with them, each with its place.
    func problems() -> [String] {
        guide.blocks("sh").flatMap { problems(shell: $0) }
            + guide.blocks("json5").flatMap { problems(configuration: $0) }
    }

    private func problems(shell block: Guide.Block) -> [String] {
        ShellCommands(block.lines).commands.flatMap { command -> [String] in
            guard let words = ShellCommands.arguments(ofLacuna: command.words) else { return [] }
            return sentences { try check(words) }.map { "\(guide.path):\(block.line + command.line): \($0)" }
        }
    }

    /// Reads a configuration, and puts its parts together.
    private func problems(configuration block: Guide.Block) -> [String] {
        sentences {
            let configuration = try Configuration.read(text: block.text, file: "block", catalog: catalog)
            _ = try Blueprint(configuration, catalog: catalog)
        }.map { "\(guide.path):\(block.line): \($0)" }
    }

    private func check(_ words: [String]) throws {
        let program = CommandList.program
        guard case .run(let description, let arguments) = try ArgumentParser(program).parse(words) else { return }
        guard let type = CommandList.commands.first(where: { $0.description.name == description.name }) else { return }
        _ = try type.init(arguments)
        // What a configuration file says is not known here, so only what is set without one is read.
        let names = Set(description.options.map(\.name))
        let isAlone = !names.contains("config") || arguments.string("config") == nil
        let hasFile = description.arguments.contains { $0.name == "CONFIG" && arguments.argument("CONFIG") != nil }
        guard names.contains("set"), isAlone, !hasFile else { return }
        _ = try Configuration.read(
            method: names.contains("method") ? arguments.string("method") : nil, overrides: arguments.strings("set"),
            catalog: catalog)
    }

    private func sentences(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch let error as LacunaError {
            return guide.withoutOwnParts(error.problems)
        } catch {
            return ["\(error)"]
        }
    }
}
