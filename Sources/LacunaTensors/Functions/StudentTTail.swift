/// The mass of Student's t beyond a distance, and its derivative by the degrees of freedom, over the density there.
///
/// Both stay finite where mass and density underflow. With t²/ν = exp(η²) − 1 the mass beyond t is proportional to
/// N(ν) = ∫ exp(−νη²/2) g(η) dη from η on, g(η) = η / √(1 − exp(−η²)): nearly the integral of a normal density.
/// - Where u = η² is below 1, the power series of g gives partial moments of the normal distribution, good for ν ≥ 16;
///   below that, νN(ν) = (ν+1) N(ν+2) + exp(−νu/2) √(1 − exp(−u)) leads down from there (parts of ∫ sech^ν).
/// - Beyond, the same rule leads up: a series in exp(−u), of 40 terms at the most.
///
/// All of these are sums of positive terms. Relative error about 1e-14; that of the derivative is absolute near 0.
struct StudentTTail {
    /// Mass beyond / density.
    var overDensity: Double
    /// ∂(mass beyond)/∂ν / density.
    var slopeOverDensity: Double
}

extension StudentTDistribution {
    /// From here on the asymptotic expansion is exact to rounding.
    private static let largeDegrees = 16.0

    /// The mass beyond a distance from 0.
    ///
    /// - Parameters:
    ///   - distance: At least 0.
    ///   - logGrowth: u = log(1 + distance²/ν).
    func tail(atDistance distance: Double, logGrowth: Double) -> StudentTTail {
        let nu = degreesOfFreedom
        let square = distance * distance
        let sine = distance / (nu + square).squareRoot()
        let growth = (1 + square / nu).squareRoot()
        guard logGrowth < 1 else { return farTail(sine: sine, growth: growth, logGrowth: logGrowth) }
        guard nu < Self.largeDegrees else { return largeTail(sine: sine, growth: growth, logGrowth: logGrowth) }
        // q: N exp(νu/2); r: −∂N/∂ν exp(νu/2).
        var ascent = 2 * ((Self.largeDegrees - nu) / 2).rounded(.up)
        let moments = Self.moments(nu + ascent, logGrowth, orderWeighted: false)
        let factor = 1 / (nu + ascent).squareRoot()
        var q = factor * moments.0, r = 0.5 * factor * moments.1
        let x = nu / (nu + square)
        let boundary = 0.5 * logGrowth * sine
        while ascent > 0 {
            ascent -= 2
            // Not by steps down from the top: small ν would inherit its rounding.
            let v = nu + ascent
            let inverse = 1 / v
            let next = ((v + 1) * x * q + sine) * inverse
            r = (next - x * q + (v + 1) * x * r + boundary) * inverse
            q = next
        }
        return combined(q: q, r: r, sine: sine, growth: growth)
    }

    /// ν ≥ 16 and u < 1: with y = √(νu), the mass is C Σ c_n ν^−n ∫_y exp(−s²/2) s^2n ds, differentiated as it stands.
    @inline(__always)
    private func largeTail(sine: Double, growth: Double, logGrowth: Double) -> StudentTTail {
        let nu = degreesOfFreedom
        let moments = Self.moments(nu, logGrowth, orderWeighted: true)
        let shift = sine > 0 ? 0.5 * Self.excess(logGrowth) / (sine * nu.squareRoot()) : 0
        return StudentTTail(
            overDensity: growth * moments.0,
            slopeOverDensity: growth * (logNormaliserSlope * moments.0 - moments.1 / nu - shift))
    }

    /// u ≥ 1: (√(1 − exp(−u)) / ν) Σ p_k exp(−ku) with p_k = Π (ν + 2i − 1) / (ν + 2i) over i ≤ k.
    private func farTail(sine: Double, growth: Double, logGrowth: Double) -> StudentTTail {
        let nu = degreesOfFreedom
        let x = 1 / (growth * growth)
        var term = 1.0, q = 0.0, r = 0.0, v = nu
        var slope = 0.5 * logGrowth + 1 / nu
        while term > 1e-17 * q {
            q += term
            r += term * slope
            let inverse = 1 / ((v + 1) * (v + 2))
            slope -= inverse
            term *= x * (v + 1) * (v + 1) * inverse
            v += 2
        }
        let factor = sine / nu
        return combined(q: factor * q, r: factor * r, sine: sine, growth: growth)
    }

    @inline(__always)
    private func combined(q: Double, r: Double, sine: Double, growth: Double) -> StudentTTail {
        let nu = degreesOfFreedom
        let factor = nu.squareRoot() * growth
        let slope = (logNormaliserSlope + 0.5 / nu) * q + 0.5 * sine / nu - r
        return StudentTTail(overDensity: factor * q, slopeOverDensity: factor * slope)
    }

    /// With t_n = ν^−n exp(y²/2) ∫_y exp(−s²/2) s^2n ds, y² = νu: Σ c_n t_n, and Σ n c_n t_n or Σ c_n t_{n+1}.
    @inline(__always)
    private static func moments(_ nu: Double, _ logGrowth: Double, orderWeighted: Bool) -> (Double, Double) {
        let y = (nu * logGrowth).squareRoot(), inverse = 1 / nu
        var t = NormalDistribution.tailOverDensity(y)
        var first = t, second = 0.0
        var power = y * inverse, factor = inverse, order = 1.0
        coefficients.withUnsafeBufferPointer { coefficients in
            var previous = 1.0
            for c in coefficients {
                t = power + factor * t
                let term = (orderWeighted ? order * c : previous) * t
                first += c * t
                second += term
                if abs(term) < 1e-17 * second { break }
                power *= logGrowth
                factor += 2 * inverse
                order += 1
                previous = c
            }
        }
        return (first, second)
    }

    /// c_1, c_2, … of √(u / (1 − exp(−u))) = 1 + Σ c_n u^n: the square root of the series of Bernoulli numbers.
    private static let coefficients: [Double] = [
        0.25, 0.010416666666666666, -0.0026041666666666665, -9.765625e-05, 5.154079861111111e-05,
        1.2756024718915344e-06, -1.110097087880291e-06, -1.9670584004181822e-08, 2.4836319884715677e-08,
        3.3966619960386745e-10, -5.690071833942187e-10, -6.3372301556671304e-12, 1.3251315155878903e-11,
        1.2468358960996804e-13, -3.1229993780631886e-13, -2.546988626356897e-15, 7.426702350918158e-15,
        5.3488858900327365e-17, -1.778579261088922e-16, -1.1473989542270475e-18, 4.283476654726128e-18,
    ]
}
