import LacunaCore

/// A family whose parts hold parts of the same family.
protocol ToyShape: Component {
    var area: Double { get }
}

enum ToyShapes: ComponentFamily {
    typealias Member = any ToyShape
    static let name = "toyShape"
    static let title = "Toy shapes"
    static func member(_ component: any Component) -> (any ToyShape)? { component as? any ToyShape }
    static func contains(_ type: any Component.Type) -> Bool { type is any ToyShape.Type }
}

struct Square: ToyShape {
    static let name = "square"
    static let aliases = ["box"]
    static let summary = "Four equal sides."
    static let references = [
        Reference(
            title: "The elements of shape & form", authors: ["Eu Clid", "Ana Tolia"], year: 1999, venue: "Press",
            identifier: "10.1/x")
    ]
    var side = 1.0
    var area: Double { side * side }

    func problems() -> [ConfigurationProblem] {
        side > 0 ? [] : [ConfigurationProblem(key: "side", message: "must be greater than 0, not \(side)")]
    }
}

struct Dot: ToyShape {
    static let name = "dot"
    static let summary = "No sides."
    var area: Double { 0 }
}

/// Parts inside a part: by default, not at all, in a list, and by key.
struct Group: ToyShape {
    static let name = "group"
    static let summary = "Shapes together."
    var first: Choice<ToyShapes> = "square"
    var second: Choice<ToyShapes>?
    var more: [Choice<ToyShapes>] = []
    var named: [String: Choice<ToyShapes>] = [:]
    var count = 2
    var area: Double {
        let members = [first] + (second.map { [$0] } ?? []) + more + named.values
        return members.reduce(0) { $0 + ((try? $1.member().area) ?? .nan) }
    }
}

/// A part whose default contains itself.
struct Endless: ToyShape {
    static let name = "endless"
    static let summary = "Never ends."
    var left: Choice<ToyShapes> = "endless"
    var right: Choice<ToyShapes> = "endless"
    var area: Double { 0 }
}

enum ToyPlugin: Plugin {
    static let name = "toys"
    static func register(in catalog: inout Catalog) throws {
        try catalog.add(Square.self, to: ToyShapes.self)
        try catalog.add(Dot.self, to: ToyShapes.self)
        try catalog.add(Group.self, to: ToyShapes.self)
    }
}

enum Colour: String, ConfigurationOption {
    case red, green, blue
}

struct ToyPoint: Codable, Sendable, Equatable {
    var x: Double
    var y: Double
}

struct ToyInner: Configurable, Equatable {
    var steps = 100
    var rate = 0.1
    var limit: Double?
    var ratio: Float = 0.1

    func problems() -> [ConfigurationProblem] {
        steps >= 1 ? [] : [ConfigurationProblem(key: "steps", message: "must be at least 1, not \(steps)")]
    }
}

struct ToyOptions: Configurable, Equatable {
    var title = "none"
    var flag = false
    var seed: UInt64 = 1
    var small: Int8 = 0
    var colour = Colour.red
    var hidden = [128, 64]
    var ceiling = Double.infinity
    var inner = ToyInner()
    var extra: ToyInner?
    var sections: [ToyInner] = []
    var points: [ToyPoint] = []
    var colours: [String: Colour] = [:]
    var shape: Choice<ToyShapes> = "square"
    var other: Choice<ToyShapes>?
    var free = ConfigurationValue.null
}

func toyCatalog() throws -> Catalog {
    var catalog = Catalog()
    try catalog.add(ToyPlugin.self)
    return catalog
}

/// What a text says over the defaults of the toy options.
func toyOptions(_ text: String) throws -> ToyOptions {
    let value = try JSON5Reader.read(text, file: "toy.json5")
    return try ConfigurationDecoding.decode(ToyOptions.self, from: value, file: "toy.json5", catalog: toyCatalog())
}

/// The sentences of the error that a closure throws; none where it throws none.
func configurationProblems(of body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch let error as LacunaError {
        return error.problems
    } catch {
        return ["not a LacunaError: \(error)"]
    }
}
