import Foundation

/// How far draws are from the distribution that they should have, in nats.
struct Divergences {
    /// KL(true ‖ draws): large where the draws leave out something that is there.
    var kullbackLeibler = 0.0
    /// Jensen-Shannon: at most log 2, which draws elsewhere have.
    var jensenShannon = 0.0

    /// Standard deviation of the kernel; the narrowest component of the grid mixture has .064.
    static let bandwidth = 0.02

    /// The divergences of draws.
    ///
    /// Both densities are seen through the same normal kernel: the draws' as a kernel estimate, the true one convolved
    /// with it in closed form. The kernel then makes no difference where there is none, and what is left at zero
    /// divergence is the estimate's variance alone.
    ///
    /// One further draw counts as spread evenly over the interval, so that KL stays finite where draws are missing: at
    /// most about log(count · length · density).
    ///
    /// - Parameters:
    ///   - draws: At least one, in the units of the mixture.
    ///   - truth: What they should be draws of.
    init(of draws: [Double], from truth: ScalarMixture) {
        let smoothed = truth.smoothed(by: Self.bandwidth)
        let grid = LineGrid(covering: smoothed.support, step: Self.bandwidth / 4)
        let even = 1 / (grid.step * Double(grid.count))
        let share = 1 / Double(draws.count + 1)
        let estimate = grid.kernelEstimate(of: draws, bandwidth: Self.bandwidth).map {
            (1 - share) * $0 + share * even
        }
        self.init(of: estimate, from: grid.points.map(smoothed.density), step: grid.step)
    }

    /// The divergences of a density on a grid that covers the true one; what the density lacks of 1 lies elsewhere.
    init(of estimate: [Double], from truth: [Double], step: Double) {
        for (estimated, exact) in zip(estimate, truth) {
            let middle = (estimated + exact) / 2
            if exact > 0 {
                kullbackLeibler += step * exact * log(exact / estimated)
                jensenShannon += step * exact * log(exact / middle) / 2
            }
            if estimated > 0 { jensenShannon += step * estimated * log(estimated / middle) / 2 }
        }
        let elsewhere = max(0, 1 - step * estimate.reduce(0, +))
        jensenShannon += elsewhere * log(2) / 2
    }

    /// None.
    init() {}

    /// Adds a share of another result, for means.
    mutating func add(_ other: Divergences, share: Double) {
        kullbackLeibler += share * other.kullbackLeibler
        jensenShannon += share * other.jensenShannon
    }
}
