/// How the fit that was kept compares with another one, on the same rows with the same noise.
///
/// Two fits of the same kind differ by chance, too: by the rows that there happen to be, and by where each of them started.
/// So a difference counts where it exceeds two of √(standard error² + spread²) (Vuong 1989 for the first of both, for models
/// that do not contain each other).
public struct FitComparison: Codable, Sendable, Equatable {
    /// What a difference says.
    public enum Verdict: String, Codable, Sendable {
        /// The fit that was kept is better by more than chance.
        case clear
        /// The data cannot tell.
        case undecided
        /// The fit that was kept is the only one of its kind, or there is only one row: nobody knows what chance does.
        case unknown
    }

    /// The mean bound of the fit that was kept, in nats a row.
    public var keptBound: Double
    /// That of the other one.
    public var bound: Double
    /// The standard error of the mean difference of the rows' bounds; `nil` with fewer than two rows.
    public var standardError: Double?
    /// The standard deviation of the bounds of fits of the same direction as the one that was kept; `nil` with a single one.
    public var spread: Double?

    /// A comparison of the same rows' bounds under two fits.
    ///
    /// - Parameters:
    ///   - kept: The bound of each row under the fit that was kept.
    ///   - other: That under the other one.
    ///   - alike: The mean bounds of the fits of the same direction as the one that was kept, itself included.
    init(kept: [Double], other: [Double], alike: [Double]) {
        func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(numbers.count, 1)) }
        func variance(_ numbers: [Double]) -> Double? {
            guard numbers.count > 1 else { return nil }
            let middle = mean(numbers)
            return numbers.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(numbers.count - 1)
        }
        let differences = zip(kept, other).map { $0 - $1 }
        keptBound = mean(kept)
        bound = mean(other)
        standardError = variance(differences).map { ($0 / Double(differences.count)).squareRoot() }
        spread = variance(alike).map { $0.squareRoot() }
    }

    /// By how much the fit that was kept is better, in nats a row.
    public var difference: Double { keptBound - bound }

    /// What chance does to the difference, in nats a row; `nil` where nobody knows.
    public var noise: Double? {
        guard let standardError, let spread else { return nil }
        return (standardError * standardError + spread * spread).squareRoot()
    }

    /// Whether the difference is more than chance. Where the spread is unknown, the rows alone can leave it undecided.
    public var verdict: Verdict {
        guard difference > 0, difference > 2 * (noise ?? standardError ?? 0) else { return .undecided }
        return noise == nil ? .unknown : .clear
    }
}
