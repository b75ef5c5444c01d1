/// The vector-Jacobian product of a Student's t mixture's implicit reparametrisation, O(components · latents) a sample.
/// That of a normal mixture is a kernel.
///
/// With Φ and q the distribution function and density of a component, w_k the weights given z_<j, F = Σ w Φ, f = Σ w q
/// and s = ∂ log q / ∂z, going from the last feature to the first with A_k = Σ_{e>j} λ_e w_ke (Φ_ke − F_e):
///
///     λ_j = (g_j − Σ_k A_k s_kj) / f_j
///     dL/dμ_kj = λ_j w_k q_kj + A_k s_kj
///     dL/dσ_kj = λ_j w_k q_kj (z_j − μ_kj) / σ_kj − A_k ∂ log q_kj / ∂σ_kj
///     dL/dν_kj = −λ_j w_k ∂Φ_kj/∂ν_kj − A_k ∂ log q_kj / ∂ν_kj
///     dL/d log π_k = −A_k, after the first feature
///
/// Only ratios to f are formed: w_k q_kj / f is the weight given z_j too, and w_k Φ / f is that times the tail over the
/// density. So nothing underflows far from all components. Where a ratio is beyond all reason (a point between narrow
/// components, which no draw of theirs reaches) it is held within finite limits.
extension TransportMemory {
    /// Of distances and inverse scales: squares and products stay finite.
    private static let geometryLimit = 1e75
    /// Of λ f and A.
    private static let carriedLimit = 1e60
    /// Of log(1 / f): 1e60.
    private static let logInverseDensityLimit = 138.0

    /// Derives what a row's samples share from its parameters; `logGrowth` holds the degrees of freedom.
    func prepareRow() {
        for cell in 0..<components * latents {
            let inverse = Self.limited(1 / scale[cell], to: Self.geometryLimit)
            inverseScale[cell] = inverse
            scale[cell] = 1 / inverse
            let degrees = logGrowth[cell]
            // Often they are the same everywhere.
            if cell > 0, distributions[cell - 1].degreesOfFreedom == degrees {
                distributions[cell] = distributions[cell - 1]
            } else {
                distributions[cell] = StudentTDistribution(degreesOfFreedom: degrees)
            }
            peak[cell] = distributions[cell].logNormaliser + Double.log(inverse)
        }
        logits.update(from: logWeights, count: components)
        (start[0], start[1]) = normalise(weights)
    }

    /// Adds the gradient of the loaded sample.
    func addSample() {
        guard components > 1 else {
            addSingle()
            return
        }
        weigh()
        carry()
    }

    /// One component: the latents are independent, and z = location + scale · t moves with its own parameters alone.
    private func addSingle() {
        for cell in 0..<latents {
            let t = distance(cell, latent[cell])
            locationGradient[cell] += upstream[cell]
            scaleGradient[cell] += upstream[cell] * t
            guard wantsDegrees else { continue }
            let distribution = distributions[cell]
            let slope = distribution.tail(atDistance: abs(t), logGrowth: distribution.logGrowth(at: t)).slopeOverDensity
            degreesGradient[cell] += upstream[cell] * scale[cell] * (t < 0 ? -slope : slope)
        }
    }

    @inline(__always)
    private func distance(_ cell: Int, _ value: Double) -> Double {
        Self.limited((value - location[cell]) * inverseScale[cell], to: Self.geometryLimit)
    }

    /// From the first feature to the last: the weights of the components, and the density of each feature given those
    /// before it.
    private func weigh() {
        logits.update(from: logWeights, count: components)
        var top = start[0], total = start[1]
        for feature in 0..<latents {
            let first = feature * components
            for k in 0..<components {
                let cell = first + k
                let t = distance(cell, latent[feature])
                distance[cell] = t
                let growth = distributions[cell].logGrowth(at: t)
                logGrowth[cell] = growth
                logits[k] += peak[cell] - 0.5 * (distributions[cell].degreesOfFreedom + 1) * growth
            }
            let (newTop, newTotal) = normalise(weights + (first + components))
            let fall = top - newTop
            inverseDensity[feature] =
                Double.exp(fall > Self.logInverseDensityLimit ? Self.logInverseDensityLimit : fall) * total / newTotal
            top = newTop
            total = newTotal
        }
    }

    /// The softmax of the logits; their maximum and Σ exp(logit − maximum).
    @inline(__always)
    private func normalise(_ target: UnsafeMutablePointer<Double>) -> (top: Double, total: Double) {
        var top = logits[0]
        for k in 1..<components where logits[k] > top { top = logits[k] }
        var total = 0.0
        for k in 0..<components {
            let power = Double.exp(logits[k] - top)
            target[k] = power
            total += power
        }
        let inverse = 1 / total
        for k in 0..<components { target[k] *= inverse }
        return (top, total)
    }

    /// From the last feature to the first.
    private func carry() {
        carried.update(repeating: 0, count: components)
        for feature in stride(from: latents - 1, through: 0, by: -1) {
            let first = feature * components
            // λ f
            var pull = upstream[feature]
            for k in 0..<components {
                let cell = first + k
                let score = distributions[cell].score(at: distance[cell])
                scores[k] = score
                pull -= carried[k] * score * inverseScale[cell]
            }
            pull = Self.limited(pull, to: Self.carriedLimit)
            let prior = weights + first, posterior = weights + (first + components)
            var massBelow = 0.0, massAbove = 0.0, width = 0.0
            for k in 0..<components {
                let cell = first + k
                let t = distance[cell], share = pull * posterior[k], outside = carried[k] * inverseScale[cell]
                locationGradient[cell] += share + outside * scores[k]
                scaleGradient[cell] += share * t + outside * (1 + t * scores[k])
                let tail = tailOverDensity(cell, share: share, carried: carried[k])
                let near = posterior[k] * scale[cell] * tail
                width += posterior[k] * scale[cell]
                let far = prior[k] * inverseDensity[feature] - near
                below[k] = t < 0 ? near : far
                above[k] = t < 0 ? far : near
                massBelow += below[k]
                massAbove += above[k]
            }
            // Φ − F from the side with less mass: in the other everything is near 1 and would cancel.
            var fastest = 0.0
            for k in 0..<components {
                below[k] = massBelow <= massAbove ? below[k] - prior[k] * massBelow : prior[k] * massAbove - above[k]
                if abs(below[k]) > fastest { fastest = abs(below[k]) }
            }
            // Σ (Φ − F) w stays 0: all weights are held back alike.
            let brake = fastest > velocityLimit * width ? velocityLimit * width / fastest : 1
            for k in 0..<components {
                carried[k] = Self.limited(carried[k] + pull * below[k] * brake, to: Self.carriedLimit)
            }
        }
        for k in 0..<components { logWeightsGradient[k] -= carried[k] }
    }

    /// The standard tail beyond a cell's distance over its density; adds the gradient of its degrees of freedom.
    @inline(__always)
    private func tailOverDensity(_ cell: Int, share: Double, carried: Double) -> Double {
        let t = distance[cell]
        let distribution = distributions[cell]
        let tail = distribution.tail(atDistance: abs(t), logGrowth: logGrowth[cell])
        if wantsDegrees {
            degreesGradient[cell] +=
                share * scale[cell] * (t < 0 ? -tail.slopeOverDensity : tail.slopeOverDensity)
                - carried * distribution.logDensitySlope(at: t, logGrowth: logGrowth[cell])
        }
        return tail.overDensity
    }
}
