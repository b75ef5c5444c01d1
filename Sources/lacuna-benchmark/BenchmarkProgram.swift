import Foundation
import LacunaCommand
import LacunaCore
import LacunaTensors

/// Parses the command line, runs a benchmark and prints its figures.
enum BenchmarkProgram {
    static let program = ProgramDescription(
        name: "lacuna-benchmark", summary: "measures Lacuna beside its targets", version: nil, options: [],
        commands: [
            command("gemm", "matrix products in their three transposes"),
            command("functions", "elementwise functions, log-densities and noise"),
            command("miwae", "training steps of a MIWAE: 11 columns, 3×128 tanh, Student's t decoder, 20 samples"),
            command("bounds", "training steps with mixture posteriors beside those of a MIWAE on the same nets"),
            command("decomposed", "training steps of DeMissVAE beside those of a VAE on complete rows"),
            command("missingness", "training steps with a missingness model beside those of a MIWAE on the same nets"),
            command("impute", "rows a second at 10,000 samples a row, on the same model"),
            command("start", "lacuna --help from start to end, also with 200 parts more"),
        ])

    private static func command(_ name: String, _ summary: String) -> CommandDescription {
        CommandDescription(
            name: name, summary: summary,
            options: [
                .option("threads", value: "n", .positiveCount, help: "threads (default 1)"),
                .option("batch", value: "n", .positiveCount, help: "rows a step (default 64)"),
                .flag("json", help: "one JSON object on standard output"),
            ])
    }

    static func run(_ words: [String]) -> Int32 {
        let console = Console.standard()
        do {
            switch try ArgumentParser(program).parse(words) {
            case .help(let topic): try console.write(HelpRenderer(program).render(topic))
            case .version: break
            case .run(let command, let arguments):
                let threads = arguments.integer("threads") ?? 1
                let batch = arguments.integer("batch") ?? 64
                let figures: [BenchmarkFigure] =
                    switch command.name {
                    case "gemm": GEMMBenchmark.run()
                    case "functions": FunctionsBenchmark.run()
                    case "miwae": try MIWAEBenchmark.train(threads: threads, batch: batch)
                    case "bounds": try BoundsBenchmark.run(threads: threads, batch: batch)
                    case "decomposed": try DecomposedBenchmark.run(threads: threads, batch: batch)
                    case "start": try StartBenchmark.run()
                    case "missingness": try MissingnessBenchmark.run(threads: threads, batch: batch)
                    default: try MIWAEBenchmark.impute(threads: threads)
                    }
                try print(command.name, threads, batch, figures, isJSON: arguments.flag("json"), on: console)
            }
            return 0
        } catch let error as LacunaError {
            console.report(error)
            return ExitStatus.status(of: error, interruption: nil)
        } catch {
            console.report("lacuna-benchmark: \(error)")
            return ExitStatus.failure
        }
    }

    private static func print(
        _ name: String, _ threads: Int, _ batch: Int, _ figures: [BenchmarkFigure], isJSON: Bool, on console: Console
    ) throws {
        if isJSON {
            let object: JSONText = .object([
                ("benchmark", .string(name)), ("instructionSet", .string(InstructionSet.current)),
                ("threads", .integer(threads)), ("batch", .integer(batch)),
                ("figures", .array(figures.map(\.json))),
            ])
            return try console.print(object.text())
        }
        try console.print("\(name) on \(InstructionSet.current), \(threads) thread\(threads == 1 ? "" : "s")")
        var table = TextTable([
            ("figure", .left), ("ours", .right), ("unit", .left), ("share of peak", .right), ("target", .right),
        ])
        for figure in figures { table.add(figure.cells) }
        try console.write(table.render())
    }
}
