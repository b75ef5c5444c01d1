extension StudentTDistribution {
    /// Beyond this distance the mass is not computed.
    private static let farthest = 1e150

    /// The point below which a share of the mass lies.
    ///
    /// The root is bracketed within a factor of two and found there by Newton's steps on the logarithm of the tail, by
    /// halving where a step leaves the bracket. Relative error about 1e-14 in the tails; absolute near 0, where the
    /// share is near a half. From 1e150 on the point counts as infinite (ν far below 1).
    ///
    /// - Parameter probability: From 0 to 1; NaN comes back for what is not.
    public func quantile(_ probability: Double) -> Double {
        guard degreesOfFreedom > 0, probability >= 0, probability <= 1 else { return .nan }
        // 1 − p is exact from a half on.
        guard probability <= 0.5 else { return distance(beyondWhich: 1 - probability) }
        return probability == 0.5 ? 0 : -distance(beyondWhich: probability)
    }

    /// The distance beyond which a share of the mass lies, on one side.
    ///
    /// - Parameter share: From 0 to a half.
    private func distance(beyondWhich share: Double) -> Double {
        // With next to no degrees of freedom all mass is beyond all numbers.
        guard share > 0, degreesOfFreedom > 1e-100 else { return .infinity }
        let goal = Double.log(share)
        var lower = 0.0, upper = 1.0
        while logTail(upper).value > goal {
            guard upper < Self.farthest else { return .infinity }
            lower = upper
            upper *= 2
        }
        var distance = 0.5 * (lower + upper)
        for _ in 0..<200 {
            let (value, slope) = logTail(distance)
            if value > goal { lower = distance } else { upper = distance }
            var next = distance - (value - goal) / slope
            if !(next > lower && next < upper) { next = 0.5 * (lower + upper) }
            let change = abs(next - distance)
            distance = next
            if change <= 1e-15 * distance || upper - lower <= 1e-15 * upper { break }
        }
        return distance
    }

    /// The logarithm of the mass beyond a distance, and its derivative by the distance; nothing underflows.
    private func logTail(_ distance: Double) -> (value: Double, slope: Double) {
        let overDensity = tail(atDistance: distance, logGrowth: logGrowth(at: distance)).overDensity
        return (Double.log(overDensity) + logDensity(at: distance), -1 / overDensity)
    }
}
