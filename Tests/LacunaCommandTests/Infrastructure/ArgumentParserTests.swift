import LacunaCommand
import LacunaCore
import Testing

@Suite struct ArgumentParserTests {
    private func expect(_ cases: [(String, String)], sourceLocation: SourceLocation = #_sourceLocation) {
        for (line, expected) in cases { #expect(outcome(line) == expected, "\(line)", sourceLocation: sourceLocation) }
    }

    @Test func readsAllSpellings() {
        expect([
            ("impute d.csv", "run impute d.csv"),
            ("impute --output o.csv d.csv", "run impute d.csv output=o.csv"),
            ("impute d.csv --output=o.csv --json", "run impute d.csv output=o.csv --json"),
            ("impute d.csv --output=a=b", "run impute d.csv output=a=b"),
            ("impute d.csv -o o.csv", "run impute d.csv output=o.csv"),
            ("impute d.csv -oo.csv -q", "run impute d.csv output=o.csv --quiet"),
            ("impute d.csv -o=o.csv", "run impute d.csv output=o.csv"),
            ("impute d.csv -qoo.csv", "run impute d.csv output=o.csv --quiet"),
            ("impute d.csv -o -", "run impute d.csv output=-"),
            ("impute -- --odd.csv", "run impute --odd.csv"),
            ("impute -5", "run impute -5"),
            ("impute d --set a=1 --set b=", "run impute d set=a=1 set=b="),
            ("--plugin impute --quiet impute d", "run impute d plugin=impute --quiet"),
            ("impute d --plugin x", "run impute d plugin=x"),
            ("impute impute", "run impute impute"),
            ("-- impute d", "run impute d"),
            ("join a", "run join a"), ("join a b c", "run join a b c"),
            ("config check c.json", "run config check c.json"), ("-q config show", "run config show --quiet"),
        ])
    }

    @Test func helpAndVersionWinOverMistakes() {
        expect([
            ("", "help"), ("--help", "help"), ("-h", "help"), ("help", "help"), ("-qh", "help"),
            ("--bogus -h", "help"), ("bogus --help", "help"),
            ("--version", "version"), ("impute --version", "version"),
            ("impute --help", "help impute"), ("impute a b --bogus -qh", "help impute"),
            ("--help impute", "help impute"), ("help impute", "help impute"),
            ("help config check", "help config check"), ("config check -h", "help config check"),
            ("config --help", "help group config"), ("help config", "help group config"),
            ("-h config", "help group config"),
            ("impute -- --help", "run impute --help"),
        ])
    }

    @Test func mistakesOfFormAreTold() {
        expect([
            ("-q", "no command given"),
            ("impote d", "unknown command \"impote\"; did you mean \"impute\"?"),
            ("xyz", "unknown command \"xyz\""),
            ("help impote", "unknown command \"impote\"; did you mean \"impute\"?"),
            ("config", "incomplete command \"config\"; expected lacuna config check or lacuna config show"),
            (
                "config chek",
                "unknown command \"config chek\"; expected lacuna config check or lacuna config show"
                    + "; did you mean \"check\"?"
            ),
            ("impute d --outptu o.csv", "unknown option --outptu; did you mean --output?"),
            ("impute d --outptu=o.csv", "unknown option --outptu; did you mean --output?"),
            ("impute d -output o.csv", "unknown option -output; did you mean --output?"),
            ("impute d -outptu=o.csv", "run impute d output=utptu=o.csv"),
            ("impute d -jsn", "unknown option -jsn; did you mean --json?"),
            ("impute d --jsn x", "unknown option --jsn; did you mean --json? | unexpected argument \"x\""),
            ("impute d --bogus o.csv", "unknown option --bogus"), ("impute d -x", "unknown option -x"),
            ("impute d -q7", "unknown option -7"),
            ("impute d --output", "--output needs a value: --output OUT.csv"),
            ("impute d -o", "-o needs a value: -o OUT.csv"),
            ("impute d --output --json", "--output needs a value: --output OUT.csv"),
            (
                "impute d --output -odd",
                "--output needs a value: --output OUT.csv"
            ),
            (
                "impute d --output -x.csv",
                "--output needs a value: --output OUT.csv; for the value \"-x.csv\" write --output=-x.csv"
                    + " | unknown option -x"
            ),
            ("impute d --json=yes", "--json takes no value, but got \"yes\"; write --json"),
            ("impute d -q=yes", "-q takes no value, but got \"yes\"; write -q"),
            ("impute", "DATA.csv is missing: the table to complete"),
            ("impute a b c", "unexpected argument \"b\" | unexpected argument \"c\""),
            ("impute d --output a --output b", "--output is given 2 times; give it once"),
            ("join", "FIRST is missing: the first table"),
        ])
    }

    @Test func valuesAreChecked() {
        let whole = "expected a whole number of at least 0"
        let rate = "expected a number from 0 to 1"
        expect([
            (
                "impute d --seed 0 --rate 0.5 --summary mean --methods a,b",
                "run impute d seed=0 rate=0.5 summary=mean methods=a,b"
            ),
            ("impute d --seed x", "--seed: \"x\" is not a whole number; \(whole)"),
            ("impute d --seed 1.5", "--seed: \"1.5\" is not a whole number; \(whole)"),
            ("impute d --seed -1", "--seed: \"-1\" is out of range; \(whole)"),
            ("impute d --seed 99999999999999999999", "--seed: \"99999999999999999999\" is out of range; \(whole)"),
            ("impute d --seed=", "--seed: \"\" is not a whole number; \(whole)"),
            ("impute d --rate 1.5", "--rate: \"1.5\" is out of range; \(rate)"),
            ("impute d --rate nan", "--rate: \"nan\" is not a number; \(rate)"),
            ("impute d --rate inf", "--rate: \"inf\" is not a number; \(rate)"),
            (
                "impute d --summary maen",
                "--summary: \"maen\" is not known; expected mean, median or mode; did you mean \"mean\"?"
            ),
            ("impute d --methods a,,b", "--methods: \"a,,b\" has an empty element; expected names separated by commas"),
            ("impute d --set a", "--set: \"a\" is no assignment; expected path=value"),
            ("impute d --set =a", "--set: \"=a\" is no assignment; expected path=value"),
            ("impute d --output=", "--output: \"\" is empty; expected a text"),
        ])
    }

    @Test func allMistakesOfALineAreToldTogether() {
        #expect(
            outcome("impute --seed x --outptu o --rate 2 --json=1 a b")
                == "unknown option --outptu; did you mean --output?"
                + " | --json takes no value, but got \"1\"; write --json"
                + " | --seed: \"x\" is not a whole number; expected a whole number of at least 0"
                + " | --rate: \"2\" is out of range; expected a number from 0 to 1 | unexpected argument \"b\"")
    }

    @Test func valuesComeWithTheirTypes() throws {
        let line = ["impute", "d", "--seed", "7", "--rate=1e-3", "--methods", "a,b", "--set", "a.b=c=d", "--set", "e="]
        guard case .run(_, let arguments) = try ArgumentParser(exampleProgram).parse(line) else {
            Issue.record("no command")
            return
        }
        #expect(arguments.integer("seed") == 7 && arguments.double("rate") == 0.001)
        #expect(arguments.list("methods") == ["a", "b"] && arguments.list("plugin") == nil)
        #expect(arguments.string("output") == nil && !arguments.flag("json"))
        #expect(arguments.requiredArgument("DATA.csv") == "d")
        let assignments = arguments.assignments("set")
        #expect(assignments.map(\.path) == ["a.b", "e"] && assignments.map(\.value) == ["c=d", ""])
    }
}
