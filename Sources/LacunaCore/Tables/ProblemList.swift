/// Collects problems for one error: the first ones as sentences, the others as a count.
struct ProblemList {
    private let limit: Int
    private var shown: [String] = []
    private var hints: [String] = []
    /// How many problems there are, shown or not.
    private(set) var count = 0

    /// - Parameter limit: How many problems become sentences.
    init(limit: Int = 10) { self.limit = limit }

    /// Whether there is no problem.
    var isEmpty: Bool { count == 0 }

    /// Adds a problem; the sentence is only made where it will be shown.
    mutating func add(_ sentence: @autoclosure () -> String) {
        count += 1
        if shown.count < limit { shown.append(sentence()) }
    }

    /// Adds `extra` problems that need no sentence of their own.
    mutating func addUnshown(_ extra: Int) { count += extra }

    /// Adds a sentence that follows the problems, and is no problem itself.
    mutating func addHint(_ sentence: String) { hints.append(sentence) }

    /// The sentences, with "and N more" where some are not shown, and the hints.
    var sentences: [String] {
        shown + (count > shown.count ? ["and \(count - shown.count) more"] : []) + hints
    }

    /// Throws what has been collected, if anything.
    func throwIfAny(_ kind: LacunaError.Kind = .data) throws(LacunaError) {
        if !isEmpty { throw LacunaError(kind, sentences) }
    }
}
