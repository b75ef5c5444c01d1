/// What a conformance check found: sentences about what a part does not do as its protocol asks.
///
/// A report belongs to no test framework. With Swift Testing:
///
/// ```swift
/// let report = checkPrior(MyPrior())
/// #expect(report.passed, "\(report)")
/// ```
public struct ConformanceReport: Sendable, CustomStringConvertible {
    /// What was checked, such as `prior standardNormal`.
    public let subject: String
    /// What is wrong, one sentence each; empty where the part keeps its contract.
    public private(set) var failures: [String] = []

    /// A report without failures.
    public init(_ subject: String) { self.subject = subject }

    /// Whether nothing is wrong.
    public var passed: Bool { failures.isEmpty }

    /// The subject with all failures, one a line.
    public var description: String {
        passed ? "\(subject): passed" : failures.map { "\(subject): \($0)" }.joined(separator: "\n")
    }

    /// Notes a failure.
    public mutating func fail(_ sentence: String) {
        if !failures.contains(sentence) { failures.append(sentence) }
    }

    /// Notes a failure where a condition does not hold.
    public mutating func require(_ condition: Bool, _ sentence: @autoclosure () -> String) {
        if !condition { fail(sentence()) }
    }

    /// Notes what another report found, under its subject.
    public mutating func add(_ other: ConformanceReport) {
        for failure in other.failures { fail("\(other.subject): \(failure)") }
    }

    /// Runs a piece of a check; what it throws is a failure.
    mutating func attempt(_ body: (inout ConformanceReport) throws -> Void) {
        do {
            try body(&self)
        } catch let failure as CheckFailure {
            fail(failure.sentence)
        } catch {
            fail("it throws: \(error)")
        }
    }
}

/// Why the rest of a check cannot go on.
struct CheckFailure: Error {
    var sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
