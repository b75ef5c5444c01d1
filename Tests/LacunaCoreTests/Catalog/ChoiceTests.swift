import Foundation
import LacunaCore
import Testing

@Suite("Choices")
struct ChoiceTests {
    @Test("a name in code is not resolved until a catalog does it")
    func resolution() throws {
        let catalog = try toyCatalog()
        let choice: Choice<ToyShapes> = "box"
        #expect(!choice.isResolved && choice.configuration == "box")
        #expect(
            configurationProblems { _ = try choice.member() }
                == ["the toy shape \"box\" is only a name so far; let a catalog resolve it before it is used"])
        #expect(try catalog.resolve(choice) == Choice(Square()))
        #expect(try catalog.make(Choice<ToyShapes>(named: "square", keys: ["side": 4])).area == 16)
        #expect(
            configurationProblems { _ = try catalog.make(Choice<ToyShapes>(named: "square", keys: ["sid": 4])) }
                == ["toyShape.sid is not a key of square; did you mean \"side\"? Keys of square: side"])
        // A part that was made in code holds names: the catalog resolves them as well.
        let group = try catalog.make(Choice<ToyShapes>(Group(first: "square", second: "dot")))
        #expect(group.area == 1)
        #expect(try catalog.resolve(ToyOptions()).shape.member().area == 1)
    }

    @Test("a part is given by name, by type, or by its keys alone")
    func forms() throws {
        let cases: [(String, Choice<ToyShapes>)] = [
            ("{shape: 'dot'}", Choice(Dot())), ("{shape: {type: 'dot'}}", Choice(Dot())),
            ("{shape: {side: 2}}", Choice(Square(side: 2))),
            ("{shape: {type: 'BOX', side: 2}}", Choice(Square(side: 2))),
            ("{shape: {type: 'group', first: {side: 5}}}", Choice(Group(first: Choice(Square(side: 5))))),
            ("{shape: {type: 'group', first: 'dot'}}", Choice(Group(first: Choice(Dot())))),
        ]
        for (text, expected) in cases {
            let found = try toyOptions(text).shape
            if found != expected { Issue.record("\(text): \(found.configuration.rendered())") }
        }
    }

    @Test("the keys of the default hold for its part only")
    func defaults() throws {
        let catalog = try toyCatalog()
        func area(_ value: ConfigurationValue) throws -> Double {
            try ConfigurationDecoding.decode(KeyedDefault.self, from: value, file: nil, catalog: catalog).shape.member()
                .area
        }
        let cases: [(ConfigurationValue, Double)] = [
            ([:], 9), (["shape": "square"], 9), (["shape": ["side": 2]], 4), (["shape": "dot"], 0),
            (["shape": ["type": "group"]], 1),
        ]
        for (value, expected) in cases {
            if try area(value) != expected { Issue.record("\(value.rendered(pretty: false))") }
        }
        #expect(
            configurationProblems { _ = try area(["shape": ["type": "dot", "side": 1]]) }
                == ["shape.side is not a key of dot, which has none"])
    }

    @Test("mistakes name the place, the family and the known parts")
    func mistakes() {
        let cases = [
            (
                "{shape: 'squar'}",
                "1:9: shape: no toy shape is named \"squar\"; did you mean \"square\"? Known: dot, group, square"
            ),
            ("{shape: {type: 'qqq'}}", "1:16: shape: no toy shape is named \"qqq\"; known: dot, group, square"),
            (
                "{shape: {type: 'group', more: ['qqq']}}",
                "1:32: shape.more[0]: no toy shape is named \"qqq\"; known: dot, group, square"
            ),
            (
                "{shape: {type: 'group', named: {a: 'qqq'}}}",
                "1:36: shape.named.a: no toy shape is named \"qqq\"; known: dot, group, square"
            ),
            (
                "{shape: {type: 'group', first: {type: 'group', cont: 1}}}",
                "1:48: shape.first.cont is not a key of group; did you mean \"count\"? Keys of group: count, first, more, named, second"
            ),
            ("{shape: {type: 'dot', side: 1}}", "1:23: shape.side is not a key of dot, which has none"),
            ("{shape: 5}", "1:9: shape must be the name of a toy shape, or an object with that name at type, not 5"),
            (
                "{shape: null}",
                "1:9: shape must be the name of a toy shape, or an object with that name at type, not null"
            ),
            (
                "{shape: {type: 5}}",
                "1:16: shape.type must be the name of a toy shape, not 5"
            ),
            ("{other: {side: 1}}", "1:9: other must name a toy shape by the key type; known: dot, group, square"),
            ("{other: {type: 'square', side: 0}}", "1:32: other.side must be greater than 0, not 0.0"),
        ]
        for (text, expected) in cases {
            let found = configurationProblems { _ = try toyOptions(text) }
            if found != ["toy.json5:" + expected] { Issue.record("\(text): \(found)") }
        }
    }

    @Test("a default without its part in the catalog is reported, and so is one that contains itself")
    func brokenDefaults() throws {
        let found = configurationProblems {
            _ = try ConfigurationDecoding.decode(ToyOptions.self, from: [:], file: "f", catalog: Catalog())
        }
        #expect(found == ["shape: no toy shape is named \"square\"; there is none in the catalog"])
        var catalog = try toyCatalog()
        try catalog.add(Endless.self, to: ToyShapes.self)
        let endless = configurationProblems { _ = try catalog.make(Choice<ToyShapes>("endless")) }
        #expect(endless == ["toyShape.left.left.left is nested more than 64 deep"])
    }

    @Test("a part whose configuration has the key that names it is refused when it is used")
    func keyNamedType() throws {
        struct Typed: ToyShape {
            static let name = "typed"
            static let summary = "A key too many."
            var type = 1
            var area: Double { 0 }
        }
        var catalog = try toyCatalog()
        try catalog.add(Typed.self, to: ToyShapes.self)
        #expect(
            configurationProblems { _ = try catalog.make(from: "typed", family: ToyShapes.self, path: "shape") } == [
                "shape: Typed cannot be used: its configuration must be an object without the key \"type\", "
                    + "which names the part"
            ])
    }

    @Test("a part of another family is refused when it is used")
    func foreignPart() {
        struct Stone: Component {
            static let name = "stone"
            static let summary = "A stone."
        }
        #expect(configurationProblems { _ = try Choice<ToyShapes>(Stone()).member() } == ["Stone is no toy shape"])
    }

    @Test("choices pass through another format as names and keys")
    func foreignFormat() throws {
        let choices: [Choice<ToyShapes>] = ["dot", Choice(Square(side: 2))]
        let data = try JSONEncoder().encode(choices)
        let again = try JSONDecoder().decode([Choice<ToyShapes>].self, from: data)
        #expect(again == choices && !again[1].isResolved)
    }
}

/// A default that comes with keys.
private struct KeyedDefault: Configurable {
    var shape = Choice<ToyShapes>(named: "box", keys: ["side": 3])
}
