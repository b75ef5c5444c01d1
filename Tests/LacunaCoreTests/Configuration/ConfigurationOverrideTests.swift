import LacunaCore
import Testing

@Suite("Configuration overrides")
struct ConfigurationOverrideTests {
    @Test("read JSON5 where it is some, and plain texts otherwise")
    func values() throws {
        let cases: [(String, String, ConfigurationValue)] = [
            ("training.steps=500", "training.steps", 500), ("a=standardNormal", "a", "standardNormal"),
            ("a = b c ", "a", "b c"), ("a={type:\"x\", k: [1]}", "a", ["type": "x", "k": [1]]), ("a='x=y'", "a", "x=y"),
            ("a=x=y", "a", "x=y"), ("a=", "a", ""), ("a=null", "a", nil), ("a=1e-3x", "a", "1e-3x"),
            ("columns[\"a.b=c\"].d=ignore", "columns[\"a.b=c\"].d", "ignore"),
            ("columns.body mass=x", "columns[\"body mass\"]", "x"),
            ("hidden[0]=64", "hidden[0]", 64),
        ]
        for (text, path, value) in cases {
            let override = try ConfigurationOverride(parsing: text)
            if override.path.description != path || override.value != value {
                Issue.record("\(text): \(override.path) = \(override.value.rendered())")
            }
        }
    }

    @Test("are refused in sentences")
    func errors() {
        let cases = [
            ("a", "\"a\" sets nothing; write path=value, such as training.steps=500"),
            ("=1", "\"=1\" is not a configuration path such as training.steps: a key is missing"),
            ("a..b=1", "\"a..b=1\" is not a configuration path such as training.steps: a key is missing"),
            (
                "a[x]=1",
                "\"a[x]=1\" is not a configuration path such as training.steps: an index such as [0] or a quoted key such as [\"a.b\"] is expected after \"[\""
            ),
            (
                "a[0]b=1",
                "\"a[0]b=1\" is not a configuration path such as training.steps: expected \".\", \"[\" or \"=\", found \"b=1\""
            ),
            (
                "a={type: 'x'",
                "the value of a:1:11: expected ',' or '}' after a value, found the end of the file; the '{' of line 1, column 1 is not closed"
            ),
        ]
        for (text, expected) in cases {
            let found = configurationProblems { _ = try ConfigurationOverride(parsing: text) }
            if found != [expected] { Issue.record("\(text): \(found)") }
        }
    }

    @Test("are applied in order, and name only the path in later sentences")
    func application() throws {
        let base = try JSON5Reader.read("{shape: 'group', seed: 2, inner: {steps: 3}}", file: "f")
        let overrides = try [
            "shape.first={type:'square', side: 3}", "seed=4", "seed=5", "inner.steps=many", "inner.stepz=1",
        ]
        .map { try ConfigurationOverride(parsing: $0) }
        let value = try base.applying(overrides)
        #expect(value["shape"] == ["type": "group", "first": ["type": "square", "side": 3]] && value["seed"] == 5)
        let found = configurationProblems {
            _ = try ConfigurationDecoding.decode(ToyOptions.self, from: value, file: "f", catalog: toyCatalog())
        }
        #expect(
            found == [
                "inner.stepz is not a known key; did you mean \"steps\"? Known keys: limit, rate, ratio, steps",
                "inner.steps must be a whole number, not \"many\"",
            ])
        let clashes = try ["seed.x=1", "seed[0]=1"].map { try ConfigurationOverride(parsing: $0) }
        #expect(configurationProblems { _ = try base.applying(clashes) }.count == 2)
    }
}
