import LacunaCore
import Testing

@Suite("Catalog")
struct CatalogTests {
    @Test("lists families and parts in the order in which they came")
    func lists() throws {
        let catalog = try toyCatalog()
        #expect(catalog.families.map(\.name) == ["toyShape"] && catalog.families.map(\.title) == ["Toy shapes"])
        let parts = catalog.components(in: ToyShapes.self)
        #expect(parts.map(\.name) == ["square", "dot", "group"])
        #expect(
            parts[0].keys.map(\.name) == ["side"] && parts[0].defaults == ["side": 1] && parts[0].aliases == ["box"])
        #expect(parts[1].keys.isEmpty && parts[1].references.isEmpty)
        #expect(parts[2].defaults == ["first": "square", "second": nil, "more": [], "named": [:], "count": 2])
    }

    @Test("finds parts by name, by alias, and without regard to case")
    func names() throws {
        let catalog = try toyCatalog()
        for (name, expected) in [("square", "square"), ("box", "square"), ("SQUARE", "square"), ("Box", "square")] {
            #expect(try catalog.type(named: name, in: ToyShapes.self).name == expected)
        }
        #expect(try catalog.family(named: "toyshape") == AnyComponentFamily(ToyShapes.self))
        #expect(
            configurationProblems { _ = try catalog.type(named: "bix", in: ToyShapes.self) }
                == ["no toy shape is named \"bix\"; did you mean \"box\"? Known: dot, group, square"])
        #expect(
            configurationProblems { _ = try catalog.family(named: "toyShap") }
                == ["no family of parts is named \"toyShap\"; did you mean \"toyShape\"? Known: toyShape"])
    }

    @Test("refuses a name twice and a part of another family")
    func refusals() throws {
        struct Crate: ToyShape {
            static let name = "crate"
            static let aliases = ["BOX"]
            static let summary = "A box."
            var area: Double { 0 }
        }
        struct Stone: Component {
            static let name = "stone"
            static let summary = "A stone."
        }
        enum Broken: Plugin {
            static let name = "broken"
            static func register(in catalog: inout Catalog) throws {
                try catalog.add(Endless.self, to: ToyShapes.self)
                try catalog.add(Crate.self, to: ToyShapes.self)
            }
        }
        var catalog = try toyCatalog()
        #expect(
            configurationProblems { try catalog.add(Crate.self, to: ToyShapes.self) }
                == ["Crate cannot be registered: Square already is the toy shape named \"BOX\""])
        #expect(
            configurationProblems { try catalog.add(Dot.self, to: ToyShapes.self) }
                == ["Dot cannot be registered: Dot already is the toy shape named \"dot\""])
        #expect(
            configurationProblems { try catalog.add(Stone.self, to: ToyShapes.self) }
                == ["Stone cannot be registered: it is no toy shape"])
        #expect(
            configurationProblems { try catalog.add(Broken.self) }
                == ["plug-in broken: Crate cannot be registered: Square already is the toy shape named \"BOX\""])
        // A plug-in that fails leaves nothing behind.
        #expect(catalog.components(in: ToyShapes.self).map(\.name) == ["square", "dot", "group"])
    }

    @Test("tells types of the same name apart")
    func alike() throws {
        var catalog = try toyCatalog()
        try catalog.add(Northern.Crate.self, to: ToyShapes.self)
        let sentence = configurationProblems { try catalog.add(Southern.Crate.self, to: ToyShapes.self) }.first ?? ""
        #expect(sentence.contains("Southern.Crate cannot be registered: "), "\(sentence)")
        #expect(sentence.contains("Northern.Crate already is the toy shape named \"pen\""), "\(sentence)")
    }

    @Test("makes parts from configurations")
    func making() throws {
        let catalog = try toyCatalog()
        let part = try catalog.make(from: ["type": "square", "side": 3], family: ToyShapes.self, path: "model.shape")
        #expect(part.area == 9)
        #expect(
            configurationProblems {
                _ = try catalog.make(from: ["type": "square", "side": "x"], family: ToyShapes.self, path: "a.b")
            }
                == ["a.b.side must be a number, not \"x\""])
    }

    @Test("references read as text and as BibTeX")
    func references() throws {
        let reference = try #require(Square.references.first)
        #expect(reference.text == "Eu Clid and Ana Tolia (1999). The elements of shape & form. Press. 10.1/x.")
        #expect(
            reference.bibTeX
                == "@misc{clid1999elements, title={{The elements of shape \\& form}}, author={Eu Clid and Ana Tolia}, "
                + "year={1999}, howpublished={Press}, note={10.1/x}}")
    }
}

/// Parts that are called the same, as those of two modules may be.
private enum Northern {
    struct Crate: ToyShape {
        static let name = "northern"
        static let aliases = ["pen"]
        static let summary = "A box."
        var area: Double { 0 }
    }
}

private enum Southern {
    struct Crate: ToyShape {
        static let name = "southern"
        static let aliases = ["pen"]
        static let summary = "A box."
        var area: Double { 0 }
    }
}
