import LacunaCore
import LacunaTestKit
import Testing

/// What `checkVariationalFamily` finds of strata, components, locations and scales.
@Suite struct CheckStrataTests {
    /// Two normal strata a distance of 2 apart, with one fault. Head: locations, then a raw weight.
    struct FaultyStrata: VariationalFamily {
        static let name = "faultyStrata"
        static let summary = "two strata with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, swappedDensities, unnormalisedDensities, unnormalisedComponents, otherComponents
        }

        var fault = Fault.none

        var stratumCount: Int? { 2 }

        func headWidth(latentDimension: Int) -> Int { latentDimension + 1 }

        func posterior(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> any Posterior {
            Strata(fault: fault, location: head.features(0..<d), logit: head.features(d..<d + 1))
        }
    }

    private struct Strata: Posterior {
        var fault: FaultyStrata.Fault
        var location: Tensor
        var logit: Tensor

        private var logWeights: [Tensor] { [logit.logSigmoid(), (-logit).logSigmoid()] }
        private var tape: Tape { location.tape }

        var logStratumWeights: Tensor? { tape.concatenate(logWeights, along: .samples) }

        var logComponentWeights: Tensor? {
            switch fault {
            case .unnormalisedComponents: tape.concatenate(logWeights.map { $0 + 0.1 }, along: .samples)
            case .otherComponents: tape.concatenate(logWeights.reversed(), along: .samples)
            default: logStratumWeights
            }
        }

        func draw(count: Int, purpose: String) -> Tensor {
            let shape = TensorShape(
                rows: location.shape.rows, samples: count, features: location.shape.features)
            let centres = tape.concatenate(
                [location - 1, location + 1].map { $0.broadcast(to: shape) }, along: .samples)
            return centres + tape.normalNoise(centres.shape, purpose: purpose)
        }

        private func density(_ latent: Tensor, _ stratum: Int) -> Tensor {
            tape.gaussianLogDensity(
                latent, mean: location + (stratum == 0 ? -1 : 1), standardDeviation: tape.constant(1))
        }

        func logDensity(of latent: Tensor) -> Tensor {
            let parts = (0..<2).map { density(latent, $0) + logWeights[$0] }
            return tape.concatenate(parts, along: .features).logSumExp(over: .features)
        }

        func logStratumDensity(ofDraws latent: Tensor) -> Tensor {
            let count = latent.shape.samples / 2
            let parts = (0..<2).map { stratum in
                density(
                    latent.slice(stratum * count..<(stratum + 1) * count, along: .samples),
                    fault == .swappedDensities ? 1 - stratum : stratum)
            }
            let densities = tape.concatenate(parts, along: .samples)
            return fault == .unnormalisedDensities ? densities + 0.5 : densities
        }

        func stoppingGradient() -> any Posterior {
            Strata(fault: fault, location: location.stoppingGradient(), logit: logit.stoppingGradient())
        }
    }

    @Test func everyFaultOfStrataIsFound() {
        let sentences: [FaultyStrata.Fault: String] = [
            .swappedDensities: "logStratumDensity(ofDraws:) disagrees with log q(z)",
            .unnormalisedDensities: "logStratumDensity(ofDraws:) disagrees with log q(z)",
            .unnormalisedComponents: "the weights of the components sum to",
            .otherComponents: "logComponentWeights differ from logStratumWeights",
        ]
        for fault in FaultyStrata.Fault.allCases {
            var family = FaultyStrata()
            family.fault = fault
            let report = checkVariationalFamily(family)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }

    /// Normal latents by location and scale, with one fault.
    struct FaultyLocationScale: LocationScaleFamily {
        static let name = "faultyLocationScale"
        static let summary = "locations and scales with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, otherDensity, mixedHeads
        }

        var fault = Fault.none

        func headWidth(latentDimension: Int) -> Int { 2 * latentDimension }

        func locationScale(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> LocationScale {
            var location = head.features(0..<d)
            if fault == .mixedHeads { location = location.mean(over: .samples).broadcast(to: location.shape) }
            return LocationScale(location: location, scale: head.features(d..<2 * d).softplus() + 1e-3)
        }

        func posterior(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> any Posterior {
            var parts = locationScale(head: head, latentDimension: d, in: scope)
            if fault == .otherDensity { parts.scale = 1.3 * parts.scale }
            return LocationScalePosterior(parts)
        }
    }

    @Test func everyFaultOfLocationsAndScalesIsFound() {
        let sentences: [FaultyLocationScale.Fault: String] = [
            .otherDensity: "locationScale(head:) has another density than posterior(head:)",
            .mixedHeads: "locationScale(head:) of heads side by side is not that of each head",
        ]
        for fault in FaultyLocationScale.Fault.allCases {
            var family = FaultyLocationScale()
            family.fault = fault
            let report = checkVariationalFamily(family)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
