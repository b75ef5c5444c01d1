import LacunaCore
import Testing

@Suite struct KeyFormTests {
    @Test("every form is found from what a section reads, also where its default is null or empty")
    func forms() {
        let inner = AnySection(ToyInner.self)
        let shape = AnyComponentFamily(ToyShapes.self)
        let colour = KeyForm.option(["red", "green", "blue"])
        let expected: [(String, KeyForm)] = [
            ("title", .text), ("flag", .boolean), ("seed", .wholeNumber), ("small", .wholeNumber), ("colour", colour),
            ("hidden", .list(.wholeNumber)), ("ceiling", .number), ("inner", .section(inner)),
            ("extra", .optional(.section(inner))), ("sections", .list(.section(inner))), ("points", .list(.anything)),
            ("colours", .map(colour)), ("shape", .part(shape)), ("other", .optional(.part(shape))), ("free", .anything),
        ]
        let found = KeyEntry.entries(of: ToyOptions.self)
        #expect(found.map(\.name) == expected.map(\.0))
        for (entry, expected) in zip(found, expected) where entry.form != expected.1 {
            Issue.record("\(entry.name): \(entry.form)")
        }
        #expect(found[5].fallback == [128, 64] && found[12].fallback == "square" && found[13].fallback.isNull)
        #expect(
            inner.keys.map(\.form) == [.wholeNumber, .number, .optional(.number), .number]
                && inner == AnySection(ToyInner.self))
    }

    @Test("parts inside parts need no catalog, and one that contains itself ends")
    func parts() throws {
        let shape = KeyForm.part(AnyComponentFamily(ToyShapes.self))
        #expect(
            KeyEntry.entries(of: Group.self).map(\.form) == [
                shape, .optional(shape), .list(shape), .map(shape), .wholeNumber,
            ])
        #expect(KeyEntry.entries(of: Endless.self).map(\.form) == [shape, shape])
        let square = try toyCatalog().component(named: "box", in: AnyComponentFamily(ToyShapes.self))
        #expect(square.keys.map(\.name) == ["side"])
        #expect(KeyEntry.entries(of: Dot.self).isEmpty)
    }

    @Test("a section that reads itself in its own way says what it asks for")
    func ownReading() {
        #expect(KeyEntry.entries(of: Stubborn.self).map(\.form) == [.optional(.number), .anything, .text])
    }

    @Test("forms in words")
    func words() {
        let range = NumberRange.between(1, 10)
        let cases: [(KeyForm, String)] = [
            (.wholeNumber, "a whole number between 1 and 10"),
            (.optional(.number), "a number between 1 and 10, or null"),
            (.list(.wholeNumber), "a list, each element a whole number between 1 and 10"),
            (.map(.option(["a", "b"])), "an object, each value one of a, b"),
            (.part(AnyComponentFamily(ToyShapes.self)), "a toy shape"), (.boolean, "true or false"), (.text, "a text"),
        ]
        for (form, words) in cases { #expect(form.words(in: range) == words) }
        #expect(KeyForm.part(AnyComponentFamily(Optimizers.self)).words() == "an optimizer")
        #expect(KeyForm.optional(.number).isOptional && !KeyForm.number.isOptional)
    }
}

/// A section that reads its keys by hand, and refuses its own defaults at the end.
private struct Stubborn: Configurable {
    var limit: Float?
    var nested = [1, 2]
    var name = ""

    enum CodingKeys: CodingKey { case limit, nested, name }
    struct Refusal: Error {}

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        limit = try container.decodeIfPresent(Float.self, forKey: .limit)
        var list = try container.nestedUnkeyedContainer(forKey: .nested)
        nested = [try list.decode(Int.self)]
        name = try container.decode(String.self, forKey: .name)
        throw Refusal()
    }
}
