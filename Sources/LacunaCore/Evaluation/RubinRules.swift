import LacunaTensors

/// The estimates of one quantity from several imputed tables, combined by Rubin's rules.
///
/// With m estimates Q_i and standard errors U_i^½: Q̄ is the mean of Q_i, Ū that of U_i, B the variance of Q_i (divisor
/// m − 1), and the total variance T = Ū + (1 + 1/m) B. (Q̄ − Q) / T^½ follows Student's t with ν degrees of freedom.
/// Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3; Barnard and Rubin (1999), Biometrika
/// 86, 948–955, for ν.
///
/// The edges are the limits of the formulas:
/// - Estimates that do not differ (B = 0, also two equal ones): T = Ū, λ = r = 0, and ν is what an analysis without
///   missing cells would have.
/// - Standard errors of 0 (Ū = 0, B > 0): λ = 1, r infinite, ν = m − 1; but ν = 0 where the analysis has finitely many
///   degrees of freedom, and then the interval is the whole line and the p-value 1.
/// - Both: the standard error is 0, and the interval is a point.
/// - Numbers whose squares are no numbers: all is computed in a unit that suits them, so that the variances alone are
///   infinite or 0, not what follows from them.
/// - A single estimate (m = 1): as if B were 0, which leaves out the uncertainty of the missing cells. Who asks a user
///   for analyses refuses that.
public struct RubinRules: Sendable, Equatable {
    /// The number of analyses, m.
    public let imputationCount: Int
    /// The combined estimate, Q̄.
    public let estimate: Double
    /// The mean of the squared standard errors, Ū.
    public let withinVariance: Double
    /// The variance between the estimates, B.
    public let betweenVariance: Double
    /// The variance of the combined estimate, T.
    public let totalVariance: Double
    /// The standard error of the combined estimate, T^½.
    public let standardError: Double
    /// The share of the total variance that is due to missing cells, λ = (1 + 1/m) B / T.
    public let lambda: Double
    /// The relative increase of the variance by missing cells, r = (1 + 1/m) B / Ū.
    public let relativeIncrease: Double
    /// The degrees of freedom of the combined estimate, ν.
    public let degreesOfFreedom: Double

    /// Combines analyses.
    ///
    /// - Parameters:
    ///   - estimates: One an imputed table, at least one.
    ///   - standardErrors: As many, each at least 0.
    ///   - complete: ν of one analysis if no cell were missing (rows minus coefficients of a
    ///     regression), above 0. Infinite: the classical ν = (m − 1) / λ² of 1987.
    public init(
        estimates: [Double], standardErrors: [Double], completeDataDegreesOfFreedom complete: Double = .infinity
    ) {
        precondition(!estimates.isEmpty && estimates.count == standardErrors.count, "one standard error an estimate")
        let count = Double(estimates.count)
        // Equal estimates have no spread, whatever rounding leaves of their mean.
        let isEven = estimates.allSatisfy { $0 == estimates[0] }
        // Powers of two, which cost no digit: the sum stays finite in the outer unit, squares in outer times inner.
        let outer = Self.unit(of: estimates + standardErrors)
        let mean = estimates.reduce(0) { $0 + $1 / outer } / count
        let deviations = estimates.map { isEven ? 0 : $0 / outer - mean }
        let inner = Self.unit(of: deviations + standardErrors.map { $0 / outer })
        func squareSum(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + ($1 / inner) * ($1 / inner) } }
        let within = squareSum(standardErrors.map { $0 / outer }) / count
        let between = isEven ? 0 : squareSum(deviations) / (count - 1)
        let total = within + (1 + 1 / count) * between
        let unit = outer * inner
        imputationCount = estimates.count
        estimate = isEven ? estimates[0] : mean * outer
        withinVariance = within == 0 ? 0 : within * unit * unit
        betweenVariance = between == 0 ? 0 : between * unit * unit
        totalVariance = total == 0 ? 0 : total * unit * unit
        standardError = total.squareRoot() * inner * outer

        let lambda = between == 0 ? 0 : (1 + 1 / count) * between / total
        self.lambda = lambda
        relativeIncrease = between == 0 ? 0 : (1 + 1 / count) * between / within
        let classical = (count - 1) / (lambda * lambda)
        if complete.isInfinite {
            degreesOfFreedom = lambda == 0 ? .infinity : classical
        } else {
            let observed = (complete + 1) / (complete + 3) * complete * (lambda == 0 ? 1 : within / total)
            degreesOfFreedom = lambda == 0 ? observed : 1 / (1 / classical + 1 / observed)
        }
    }

    /// The power of two next below the largest magnitude; 1 where there is none.
    private static func unit(of numbers: [Double]) -> Double {
        let largest = numbers.reduce(0) { max($0, abs($1)) }
        return largest > 0 && largest.isFinite ? largest.binade : 1
    }

    /// The fraction of missing information, (r + 2 / (ν + 3)) / (r + 1).
    public var fractionOfMissingInformation: Double {
        // r / (r + 1) = λ, and nothing is infinite over infinite.
        lambda + (1 - lambda) * 2 / (degreesOfFreedom + 3)
    }

    /// The interval that holds the quantity with a confidence.
    ///
    /// - Parameter level: The confidence, above 0 and below 1.
    /// - Returns: The whole line where there is no finite interval.
    public func interval(level: Double = 0.95) -> ClosedRange<Double> {
        guard standardError > 0 else {
            return standardError == 0 && estimate.isFinite ? estimate...estimate : -.infinity ... .infinity
        }
        // NaN, of no degrees of freedom, fails the comparison too.
        let quantile = -StudentTDistribution(degreesOfFreedom: degreesOfFreedom).quantile((1 - level) / 2)
        let half = quantile * standardError
        return half < .infinity && estimate.isFinite ? estimate - half...estimate + half : -.infinity ... .infinity
    }

    /// The two-sided p-value of the hypothesis that the quantity is 0.
    public var pValue: Double {
        if standardError == 0 { return estimate == 0 ? 1 : 0 }
        // So few degrees of freedom put all mass at infinity.
        if degreesOfFreedom < 1e-9 { return 1 }
        let statistic = abs(estimate) / standardError
        return min(1, 2 * StudentTDistribution(degreesOfFreedom: degreesOfFreedom).massAbove(statistic))
    }
}
