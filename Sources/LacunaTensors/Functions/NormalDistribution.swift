/// The standard normal distribution where its tails matter, in 64 bits.
enum NormalDistribution {
    /// log(2π) / 2, the negative log-density at 0 in nats.
    static let logNormaliser = 0.918938533204672741780

    /// The mass beyond a point over the density there (Mills' ratio), without underflow in the tail.
    ///
    /// It is P(t) / (1 + x) with t = (x − 5) / (x + 5): P is the Chebyshev interpolation of degree 22 that 50-digit values
    /// give, written in powers of t. Relative error below 1e-15.
    ///
    /// - Parameter distance: At least 0.
    @inline(__always)
    static func tailOverDensity(_ distance: Double) -> Double {
        let inverse = 1 / ((distance + 5) * (distance + 1))
        let t = (distance - 5) * (distance + 1) * inverse
        // Even and odd powers apart: two short chains of sums instead of a long one.
        let s = t * t
        var even = -7.073898575561589e-10
        even = even * s + 9.092476134019147e-09
        even = even * s - 6.588974491108954e-08
        even = even * s + 3.2054316652589574e-07
        even = even * s - 1.7633239265736746e-07
        even = even * s - 2.480583845192319e-05
        even = even * s + 0.00045704392357953655
        even = even * s - 0.004201290329187307
        even = even * s - 0.03802659218584139
        even = even * s - 0.0661776007790963
        even = even * s + 0.07778159886873769
        even = even * s + 1.1568486282918946
        var odd = 5.5322922141146196e-09
        odd = odd * s - 6.383575502421413e-08
        odd = odd * s + 4.724032706831338e-07
        odd = odd * s - 3.2597570878457124e-06
        odd = odd * s + 2.2699386557775844e-05
        odd = odd * s - 0.00013437036855802517
        odd = odd * s + 1.9529678326371773e-05
        odd = odd * s + 0.016348231425036042
        odd = odd * s + 0.061505045828185945
        odd = odd * s + 0.02507217930210036
        odd = odd * s - 0.2294875382521184
        return (even + t * odd) * (distance + 5) * inverse
    }
}
