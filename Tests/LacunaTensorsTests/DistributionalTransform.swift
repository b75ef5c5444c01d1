#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// S(z) of a mixture with diagonal components, written as theory has it, and the gradient of z through it by numerical
/// derivatives: dz = −(∂S/∂z)⁻¹ ∂S/∂φ.
struct DistributionalTransform {
    /// Log-weights, then all locations, all scales and, for Student's t components, all degrees of freedom, each component
    /// by component.
    var parameters: [Double]
    var components: Int
    var latents: Int

    private func cell(_ block: Int, _ component: Int, _ latent: Int) -> Double {
        parameters[components + (block * components + component) * latents + latent]
    }

    private var isStudentT: Bool { parameters.count > components * (1 + 2 * latents) }

    func transformed(_ z: [Double]) -> [Double] {
        var weights = (0..<components).map { exp(parameters[$0]) }
        return z.indices.map { latent in
            let total = weights.reduce(0, +)
            var mass = 0.0
            for component in 0..<components {
                let scale = cell(1, component, latent)
                let t = (z[latent] - cell(0, component, latent)) / scale
                let degrees = isStudentT ? cell(2, component, latent) : .infinity
                mass += weights[component] / total * Self.massBelow(t, degrees)
                weights[component] *= Self.density(t, degrees) / scale
            }
            return mass
        }
    }

    static func density(_ t: Double, _ degrees: Double) -> Double {
        guard degrees.isFinite else { return exp(-t * t / 2) / (2 * Double.pi).squareRoot() }
        let top = lgamma((degrees + 1) / 2) - lgamma(degrees / 2) - log(.pi * degrees) / 2
        return exp(top - (degrees + 1) / 2 * log1p(t * t / degrees))
    }

    /// By Simpson's rule from 0 in θ with t = √ν sinh θ, where the density of θ is smooth.
    static func massBelow(_ t: Double, _ degrees: Double) -> Double {
        guard degrees.isFinite else { return erfc(-t / 2.0.squareRoot()) / 2 }
        let end = asinh(abs(t) / degrees.squareRoot()), count = 200, step = end / Double(count)
        var sum = 0.0
        for index in 0...count {
            let weight = index == 0 || index == count ? 1.0 : index % 2 == 1 ? 4 : 2
            sum += weight * pow(cosh(Double(index) * step), -degrees)
        }
        let half = sum * step / 3 * degrees.squareRoot() * density(0, degrees)
        return t < 0 ? 0.5 - half : 0.5 + half
    }

    /// g · ∂z/∂φ for every parameter φ.
    func pulledBack(_ upstream: [Double], at z: [Double], step: Double = 1e-5) -> [Double] {
        func difference(_ f: (Double) -> [Double]) -> [Double] {
            zip(f(step), f(-step)).map { ($0 - $1) / (2 * step) }
        }
        // Columns of ∂S/∂z.
        let columns = z.indices.map { latent in
            difference { shift in
                var moved = z
                moved[latent] += shift
                return transformed(moved)
            }
        }
        // (∂S/∂z)ᵀ λ = g, upper triangular.
        var lambda = upstream
        for latent in z.indices.reversed() {
            for later in z.indices where later > latent { lambda[latent] -= columns[latent][later] * lambda[later] }
            lambda[latent] /= columns[latent][latent]
        }
        return parameters.indices.map { index in
            let slope = difference { shift in
                var moved = self
                moved.parameters[index] += shift
                return moved.transformed(z)
            }
            return -zip(lambda, slope).map { $0 * $1 }.reduce(0, +)
        }
    }
}
