import LacunaCore

/// Of what a bound is one: bounds of different things cannot be compared.
enum BoundSubject: String, Sendable {
    /// The observed cells of a row: log p(x), where the reasons for missing cells are ignored or play no part.
    case cells = "x"
    /// These and which cells of the row are observed, its pattern: log p(x, s).
    case cellsAndPatterns = "x and s"

    /// What the methods of a blueprint bound; `nil` where it has no bound.
    init?(_ blueprint: Blueprint) throws {
        guard blueprint.imputer.usesModel else { return nil }
        let isIgnorable = try blueprint.configuration.model.missingness.member().isIgnorable
        self = isIgnorable ? .cells : .cellsAndPatterns
    }

    /// What a bound is called where one stands alone.
    var words: String { self == .cells ? "bound" : "joint bound (rows and patterns)" }

    /// For programs, beside the number; null where there is none.
    static func json(_ subject: BoundSubject?, of bound: Double?) -> JSONText {
        guard let subject, bound != nil else { return .null }
        return .string(subject.rawValue)
    }
}
