import LacunaCore

/// Density and draws of a latent distribution against each other.
extension ConformanceReport {
    /// In one dimension the density integrates to 1, and the draws have its distribution function.
    mutating func requireDrawsFollowDensity(_ subject: LatentSubject, head: [Double]) {
        attempt { report in
            let centre = try subject.medians(1, head: head)[0]
            let quadrature = Quadrature(centre: centre)
            let density = subject.density(1, heads: [head], latents: [quadrature.points])
            let logDensities = try Probe(density, .float64).run()[0]
            let table = TabulatedDistribution(quadrature, logDensities: logDensities)
            guard table.isNormalised else {
                report.fail("the density integrates to \(table.mass) instead of 1: \(subject.densityName) is wrong")
                return
            }
            let isStratified = try subject.stratumCount() > 1
            let levels = table.levels()
            let shares = try subject.shares(1, head: head, below: levels.map { [$0.point] })
            for (level, share) in zip(levels, shares) {
                let isPlausible =
                    isStratified
                    ? ShareTest.isPlausibleOfStrata(share, level.probability)
                    : ShareTest.isPlausible(share, level.probability)
                guard !isPlausible else { continue }
                report.fail(
                    "draws do not follow the density: a share of \(share) lies below \(level.point), where the density "
                        + "says \(level.probability) (\(ShareTest.drawCount) draws, false alarms below 1e-6)")
                return
            }
        }
    }

    /// In two dimensions the density integrates to 1, and the draws fill its quadrants.
    mutating func requireJointDrawsFollowDensity(_ subject: LatentSubject, head: [Double]) {
        attempt { report in
            let centre = try subject.medians(2, head: head)
            let first = Quadrature(centre: centre[0], end: 9, step: 0.06)
            let second = Quadrature(centre: centre[1], end: 9, step: 0.06)
            let latents = first.points.flatMap { a in second.points.flatMap { [a, $0] } }
            let logDensities = try Probe(subject.density(2, heads: [head], latents: [latents]), .float64).run()[0]
            var mass = 0.0, quadrant = 0.0
            let middle = first.points.count / 2, width = second.points.count
            for i in first.points.indices {
                // Points on a quadrant's edge belong to it by half.
                let inFirst = i < middle ? 1.0 : i == middle ? 0.5 : 0
                for j in second.points.indices {
                    let share = Double.exp(logDensities[i * width + j]) * first.weights[i] * second.weights[j]
                    mass += share
                    if j <= middle { quadrant += inFirst * (j < middle ? share : share / 2) }
                }
            }
            guard abs(mass - 1) <= 1e-3 else {
                report.fail(
                    "the density of two latents integrates to \(mass) instead of 1: \(subject.densityName) is wrong")
                return
            }
            let share = try subject.shares(2, head: head, below: [centre])[0]
            report.require(
                ShareTest.isPlausibleOfStrata(share, quadrant),
                "draws of two latents do not follow their density: a share of \(share) lies below the centre in both, "
                    + "where the density says \(quadrant) (\(ShareTest.drawCount) draws, false alarms below 1e-6)")
        }
    }
}
