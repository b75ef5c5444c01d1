import LacunaCommand
import Testing

@Suite struct HelpRendererTests {
    private let renderer = HelpRenderer(exampleProgram, width: 60)

    @Test func programHelp() {
        #expect(
            renderer.render(.program) == """
                Fill in missing values.

                Usage: lacuna COMMAND [OPTIONS]

                Commands:
                  impute        Complete a table.
                  join          Join tables.
                  config check  Check a configuration.
                  config show   Show everything effective.

                Options:
                      --plugin LIBRARY  Load parts from a library
                                        (repeatable)
                  -q, --quiet           Show warnings only
                      --version         Show the version
                  -h, --help            Show this help

                lacuna help COMMAND tells more about a command.

                """)
    }

    @Test func commandHelp() throws {
        let command = try #require(exampleProgram.command("impute"))
        #expect(
            renderer.render(.command(command)) == """
                Complete a table.

                Usage: lacuna impute DATA.csv [--output OUT.csv]
                               [--set path=value]… [--seed n] [--rate r]
                               [--summary S] [--methods a,b] [--json]

                Observed cells come back as they are; only missing cells are
                filled in.

                Arguments:
                  DATA.csv  The table to complete

                Options:
                  -o, --output OUT.csv  Where the completed table goes
                      --set path=value  Set a configuration key, whatever
                                        the file says (repeatable)
                      --seed n          The seed of all random numbers
                      --rate r          A rate
                      --summary S       What a cell gets
                      --methods a,b     Methods
                      --json            Print one JSON object
                      --plugin LIBRARY  Load parts from a library
                                        (repeatable)
                  -q, --quiet           Show warnings only
                      --version         Show the version
                  -h, --help            Show this help

                Examples:
                  lacuna impute survey.csv --output full.csv

                """)
    }

    @Test func groupHelpShowsItsCommandsOnly() {
        let text = renderer.render(.group("config"))
        #expect(text.contains("config check") && text.contains("config show") && !text.contains("impute"))
    }

    @Test func linesFitTheTerminal() throws {
        for width in [40, 50, 80, 200] {
            let renderer = HelpRenderer(exampleProgram, width: width)
            let topics = [.program, .group("config")] + exampleProgram.commands.map { HelpTopic.command($0) }
            let lines = topics.flatMap { renderer.render($0).split(separator: "\n") }
            // An example is a command line and is not broken.
            let long = lines.filter { $0.count > width && !$0.hasPrefix("  lacuna") }
            #expect(long == [])
        }
    }
}
