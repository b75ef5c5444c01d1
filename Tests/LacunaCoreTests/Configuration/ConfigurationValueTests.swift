import Foundation
import LacunaCore
import Testing

@Suite("Configuration values")
struct ConfigurationValueTests {
    @Test("render as JSON, keys in order, numbers in their shortest form")
    func rendering() throws {
        let text =
            "{b: [1.0, 0x10, 1e3, .1, -0.0, 1e300, 18446744073709551615, 1e999], a: {c: 'q\"\\n', d: {}}, e: [{f: []}]}"
        let value = try JSON5Reader.read(text, file: "f")
        #expect(
            value.rendered(pretty: false)
                == #"{"b":[1,16,1000,0.1,-0,1e+300,18446744073709551615,Infinity],"a":{"c":"q\"\n","d":{}},"e":[{"f":[]}]}"#
        )
        let pretty = """
            {
              "b": [1, 16, 1000, 0.1, -0, 1e+300, 18446744073709551615, Infinity],
              "a": {
                "c": "q\\"\\n",
                "d": {}
              },
              "e": [
                {
                  "f": []
                }
              ]
            }
            """
        #expect(value.rendered(pretty: true) == pretty)
        #expect(try JSON5Reader.read(pretty, file: "f") == value)
    }

    @Test("are equal by content")
    func equality() throws {
        let a = try JSON5Reader.read("{x: 1.0, y: [0xFF]}", file: "f")
        #expect(a == ["y": [255], "x": 1])
        let unequal: [ConfigurationValue] = [["x": 1], ["x": 1, "y": [254]], ["x": 1, "y": 255], nil]
        for other in unequal where a == other { Issue.record("equals \(other.rendered())") }
        // These two have the same nearest double.
        #expect(ConfigurationValue.integer(UInt64.max) != ConfigurationValue.integer(UInt64.max - 1))
    }

    @Test("merge key by key, and part by part")
    func merging() {
        let cases: [(ConfigurationValue, ConfigurationValue, ConfigurationValue)] = [
            (["a": 1, "b": ["c": 2, "d": 3]], ["b": ["d": 4], "e": 5], ["a": 1, "b": ["c": 2, "d": 4], "e": 5]),
            (["a": [1, 2]], ["a": [3]], ["a": [3]]), (["a": 1], ["a": nil], ["a": nil]),
            (["p": "x"], ["p": ["k": 1]], ["p": ["type": "x", "k": 1]]),
            (["p": "x"], ["p": ["type": "y", "k": 1]], ["p": ["type": "y", "k": 1]]),
            (["p": ["type": "x", "k": 1]], ["p": ["k": 2]], ["p": ["type": "x", "k": 2]]),
            (["p": ["type": "x", "k": 1]], ["p": ["type": "x", "l": 2]], ["p": ["type": "x", "k": 1, "l": 2]]),
            (["p": ["type": "x", "k": 1]], ["p": ["type": "y", "l": 2]], ["p": ["type": "y", "l": 2]]),
            (["p": ["type": "x", "k": 1]], ["p": "y"], ["p": "y"]),
            (["p": ["type": "x", "k": 1]], ["p": "x"], ["p": ["type": "x", "k": 1]]),
        ]
        for (base, overlay, expected) in cases where base.merging(overlay) != expected {
            Issue.record("\(base.rendered()) + \(overlay.rendered()) = \(base.merging(overlay).rendered())")
        }
    }

    @Test("are set at paths")
    func setting() throws {
        let base: ConfigurationValue = ["a": ["b": [1, ["c": 2]]], "p": "x", "n": nil, "t": 3]
        let cases: [(String, ConfigurationValue)] = [
            ("a.b[1].c", ["a": ["b": [1, ["c": 9]]], "p": "x", "n": nil, "t": 3]),
            ("a.b[2]", ["a": ["b": [1, ["c": 2], 9]], "p": "x", "n": nil, "t": 3]),
            ("p.k", ["a": ["b": [1, ["c": 2]]], "p": ["type": "x", "k": 9], "n": nil, "t": 3]),
            ("n.m.o", ["a": ["b": [1, ["c": 2]]], "p": "x", "n": ["m": ["o": 9]], "t": 3]),
            ("[\"a.b\"]", ["a": ["b": [1, ["c": 2]]], "p": "x", "n": nil, "t": 3, "a.b": 9]),
            ("t", ["a": ["b": [1, ["c": 2]]], "p": "x", "n": nil, "t": 9]),
        ]
        for (path, expected) in cases {
            let value = try base.setting(path: path, to: 9)
            if value != expected { Issue.record("\(path): \(value.rendered(pretty: false))") }
            #expect(try ConfigurationPath(parsing: path).description == path)
        }
        #expect(
            configurationProblems { _ = try base.setting(path: "t.u", to: 9) }
                == ["t.u cannot be set, because t is 3 and has no keys"])
        #expect(
            configurationProblems { _ = try base.setting(path: "a.b[7]", to: 9) }
                == ["a.b[7] cannot be set, because a.b has 2 elements; set the array as a whole"])
    }

    @Test("pass through another format")
    func foreignFormat() throws {
        let value: ConfigurationValue = ["a": [1, 0.5, true, "x", nil], "b": ["c": [:]]]
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(ConfigurationValue.self, from: data) == value)
    }
}
