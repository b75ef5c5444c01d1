/// The standard Student's t distribution in 64 bits, with its derivatives by the degrees of freedom ν.
///
/// Nothing cancels as ν grows: what differs from the normal distribution by 1/ν² is computed as such. Good for ν from
/// 0.1 to beyond 1e6; infinitely many make it the normal distribution.
public struct StudentTDistribution: Sendable {
    /// ν, above 0; at most 1e100, where nothing is left that differs from the normal distribution.
    public let degreesOfFreedom: Double
    /// The log-density at 0, in nats.
    let logNormaliser: Double
    /// Its derivative by ν.
    let logNormaliserSlope: Double

    /// The distribution with some degrees of freedom.
    ///
    /// - Parameter degreesOfFreedom: ν, above 0 or infinite; all functions are NaN where it is not.
    public init(degreesOfFreedom: Double) {
        let degreesOfFreedom = min(degreesOfFreedom, 1e100)
        guard degreesOfFreedom > 0 else {
            self.degreesOfFreedom = .nan
            logNormaliser = .nan
            logNormaliserSlope = .nan
            return
        }
        // With D(ν) = log Γ((ν+1)/2) − log Γ(ν/2), the log-density at 0 is D(ν) − log(πν)/2. D(ν) = D(ν+2) + log(ν/(ν+1))
        // leads to where the asymptotic series holds: of D(ν) − log(ν/2)/2, in 1/ν (Bernoulli numbers; NIST DLMF 5.11).
        var product = 1.0, steps = 0.0, y = degreesOfFreedom
        while y < 20 {
            let inverse = 1 / (y * (y + 1))
            product *= y * y * inverse
            steps += inverse
            y += 2
        }
        let q = 1 / y, t = q * q
        var series = 5461.0 / 52 - t * (929_569.0 / 480)
        series = 31.0 / 36 - t * (691.0 / 88 - t * series)
        series = 1.0 / 20 - t * (17.0 / 112 - t * series)
        series = q * (1.0 / 4 - t * (1.0 / 24 - t * series))
        var slope = 5461.0 / 4 - t * (929_569.0 / 32)
        slope = 31.0 / 4 - t * (691.0 / 8 - t * slope)
        slope = 1.0 / 4 - t * (17.0 / 16 - t * slope)
        slope = t * (1.0 / 4 - t * (1.0 / 8 - t * slope))
        self.degreesOfFreedom = degreesOfFreedom
        logNormaliser =
            Double.log(product * (y / degreesOfFreedom).squareRoot()) - series - NormalDistribution.logNormaliser
        logNormaliserSlope = slope + (steps + 0.5 * (q - 1 / degreesOfFreedom))
    }

    // MARK: Density

    /// log(1 + t²/ν): the shared part of all functions below.
    @inline(__always)
    func logGrowth(at t: Double) -> Double { Double.log(onePlus: t * t / degreesOfFreedom) }

    /// The log-density, in nats.
    func logDensity(at t: Double) -> Double { logNormaliser - 0.5 * (degreesOfFreedom + 1) * logGrowth(at: t) }

    /// The derivative of the log-density by t.
    @inline(__always)
    func score(at t: Double) -> Double { -(degreesOfFreedom + 1) * t / (degreesOfFreedom + t * t) }

    /// The derivative of the log-density by ν.
    ///
    /// - Parameters:
    ///   - t: The point.
    ///   - logGrowth: log(1 + t²/ν).
    @inline(__always)
    func logDensitySlope(at t: Double, logGrowth: Double) -> Double {
        let share = t * t / (degreesOfFreedom + t * t)
        return logNormaliserSlope + 0.5 * (share / degreesOfFreedom - Self.excess(logGrowth))
    }

    /// u − (1 − exp(−u)), exact for small u ≥ 0.
    @inline(__always)
    static func excess(_ u: Double) -> Double {
        guard u < 0.25 else { return u + Double.expMinusOne(-u) }
        // Σ (−u)^n / (n + 2)!
        var series = 1.0 / 6_227_020_800 - u * (1.0 / 87_178_291_200)
        series = 1.0 / 39_916_800 - u * (1.0 / 479_001_600 - u * series)
        series = 1.0 / 362_880 - u * (1.0 / 3_628_800 - u * series)
        series = 1.0 / 5_040 - u * (1.0 / 40_320 - u * series)
        series = 1.0 / 120 - u * (1.0 / 720 - u * series)
        return u * u * (0.5 - u * (1.0 / 6 - u * (1.0 / 24 - u * series)))
    }

    // MARK: Distribution function

    /// The mass below a point, with relative precision in the tail.
    public func massBelow(_ t: Double) -> Double {
        let distance = min(abs(t), 1e150)
        let tail = tail(atDistance: distance, logGrowth: logGrowth(at: distance)).overDensity
        let mass = tail * Double.exp(logDensity(at: distance))
        return t < 0 ? mass : 1 - mass
    }

    /// The mass above a point, with relative precision in the tail.
    public func massAbove(_ t: Double) -> Double { massBelow(-t) }

    /// The derivative by ν of the mass below a point.
    func massBelowSlope(_ t: Double) -> Double {
        let distance = min(abs(t), 1e150)
        let tail = tail(atDistance: distance, logGrowth: logGrowth(at: distance)).slopeOverDensity
        let slope = tail * Double.exp(logDensity(at: distance))
        return t < 0 ? slope : -slope
    }
}
