import LacunaCore
import Testing

@Suite("Parts that are registered nowhere")
struct CatalogMakingTests {
    private struct Circle: ToyShape {
        static let name = "circle"
        static let summary = "Round."
        var radius = 1.0
        var area: Double { 3 * radius * radius }
        func problems() -> [ConfigurationProblem] {
            radius > 0 ? [] : [ConfigurationProblem(key: "radius", message: "must be greater than 0, not \(radius)")]
        }
    }

    /// A part with the alias of another one.
    private struct Crate: ToyShape {
        static let name = "Box"
        static let summary = "Not a square."
        var area: Double { 0 }
    }

    @Test("are found inside other parts, and added to a copy of the catalog")
    func including() throws {
        let catalog = try toyCatalog()
        let group = Group(first: Choice(Group(first: Choice(Circle()))), named: ["a": Choice(Dot())])
        var options = ToyOptions()
        options.other = Choice(group)
        let extended = try catalog.including(partsOf: options)
        #expect(extended.components(in: ToyShapes.self).map(\.name) == ["square", "dot", "group", "circle"])
        #expect(catalog.components(in: ToyShapes.self).count == 3)
        // Once is enough.
        #expect(try extended.including(partsOf: options).components(in: ToyShapes.self).count == 4)
        #expect(try catalog.including(partsOf: ToyOptions()).components(in: ToyShapes.self).count == 3)
    }

    @Test("are resolved with their keys, and what they name is looked up")
    func resolving() throws {
        let catalog = try toyCatalog()
        var options = ToyOptions()
        options.other = Choice(Group(first: Choice(Circle(radius: 2)), second: "square"))
        let resolved = try catalog.resolve(options)
        #expect(try resolved.other?.member().area == 13)
        #expect(try resolved.shape.member().area == 1)
        #expect(try catalog.resolve(Choice<ToyShapes>(Circle(radius: 3))).member().area == 27)
        options.other = Choice(Circle(radius: -1))
        let wrong = options
        #expect(
            configurationProblems { _ = try catalog.resolve(wrong) } == [
                "other.radius must be greater than 0, not -1.0"
            ])
    }

    @Test("are refused where their name is taken: written out they would be read as the other part")
    func clashes() throws {
        let catalog = try toyCatalog()
        var options = ToyOptions()
        options.shape = Choice(Crate())
        options.other = Choice(Crate())
        let wrong = options
        #expect(
            configurationProblems { _ = try catalog.resolve(wrong) }
                == ["Crate is named \"Box\", but that toy shape is Square; give it a name of its own"])
    }
}
