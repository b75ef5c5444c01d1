import LacunaCore

/// A digit that a type carries, since types cannot be made at run time.
protocol Digit: Sendable {
    static var value: Int { get }
}

enum Zero: Digit { static let value = 0 }
enum One: Digit { static let value = 1 }
enum Two: Digit { static let value = 2 }
enum Three: Digit { static let value = 3 }
enum Four: Digit { static let value = 4 }
enum Five: Digit { static let value = 5 }

/// One of many parts that differ in nothing but their names; it has as many keys as parts usually have.
struct NumberedPart<A: Digit, B: Digit, C: Digit>: Schedule {
    static var name: String { "numbered\(A.value)\(B.value)\(C.value)" }
    static var aliases: [String] { ["number\(A.value)\(B.value)\(C.value)"] }
    static var summary: String { "a part that is there to be counted" }

    static var keyDescriptions: [KeyDescription] {
        [
            KeyDescription("factor", "factor of every step", .above(0)), KeyDescription("count", "steps", .atLeast(1)),
            KeyDescription("isOn", "whether it does anything"),
            KeyDescription("limit", "end; null for none", .above(0)),
            KeyDescription("inner", "another schedule"),
        ]
    }

    var factor = 1.0
    var count = 10
    var isOn = true
    var limit: Double?
    var inner: Choice<Schedules> = "constant"

    func factor(step: Int, of stepCount: Int) -> Double { factor }
}

/// Many parts.
enum NumberedParts {
    private static let digits: [any Digit.Type] = [
        Zero.self, One.self, Two.self, Three.self, Four.self, Five.self,
    ]

    /// So many different types of parts, at most 216.
    static func types(_ count: Int) -> [any Schedule.Type] {
        func part<A: Digit, B: Digit, C: Digit>(_: A.Type, _: B.Type, _: C.Type) -> any Schedule.Type {
            NumberedPart<A, B, C>.self
        }
        var types: [any Schedule.Type] = []
        for a in digits {
            for b in digits {
                for c in digits where types.count < count { types.append(part(a, b, c)) }
            }
        }
        return types
    }
}
