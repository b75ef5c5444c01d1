import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckVariationalFamilyTests {
    /// Normal latents with one fault.
    struct FaultyFamily: VariationalFamily {
        static let name = "faultyFamily"
        static let summary = "a family with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, noHead, wrongSign, unnormalised, wrongShape, doubledGradient, doubledPath, noPath, overflow
            case purposeIgnored, streamIgnored, wideDraws, gradientNotStopped, valueStopped, strataWithoutWeights
            case transportPromised, doubledTransport, reversedTransport

            /// A factor on the gradient of transported latents; `nil` where there are none.
            var transportFactor: Double? {
                switch self {
                case .none: 1
                case .doubledTransport: 2
                case .reversedTransport: -1
                default: nil
                }
            }
        }

        var fault = Fault.none

        var stratumCount: Int? { fault == .strataWithoutWeights ? 2 : nil }
        var canTransport: Bool { fault == .transportPromised || fault.transportFactor != nil }

        func headWidth(latentDimension: Int) -> Int { fault == .noHead ? 0 : 2 * latentDimension }

        func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
            let raw = head.features(latentDimension..<2 * latentDimension)
            let scale = fault == .overflow ? (2 * raw).exp() : raw.softplus() + 1e-3
            return Recorded(fault: fault, location: head.features(0..<latentDimension), scale: scale)
        }
    }

    struct Recorded: Posterior {
        var fault: FaultyFamily.Fault
        var location: Tensor
        var scale: Tensor
        var isStopped = false

        func draw(count: Int, purpose: String) -> Tensor {
            let tape = location.tape
            let shape = TensorShape(
                rows: location.shape.rows, samples: count, features: location.shape.features)
            let noise = tape.normalNoise(shape, purpose: fault == .purposeIgnored ? "mine" : purpose)
            switch fault {
            case .noPath: return (location + scale * noise).stoppingGradient()
            case .doubledPath: return (location + scale * noise).withDoubledGradient()
            case .streamIgnored: return location + 0 * noise
            case .wideDraws: return location + 1.2 * (scale * noise)
            default: return location + scale * noise
            }
        }

        func logDensity(of latent: Tensor) -> Tensor {
            let tape = latent.tape
            let density = tape.gaussianLogDensity(latent, mean: location, standardDeviation: scale)
            switch fault {
            case .wrongSign: return -density
            case .unnormalised: return density + scale.log().sum(over: .features)
            case .wrongShape: return density.sum(over: .samples)
            case .doubledGradient: return density.withDoubledGradient()
            case .valueStopped: return isStopped ? density + 1 : density
            default: return density
            }
        }

        func transporting(_ latent: Tensor) -> Tensor? {
            guard let factor = fault.transportFactor else { return nil }
            let fixed = latent.stoppingGradient()
            let noise = ((fixed - location) / scale).stoppingGradient()
            let path = location + scale * noise
            return fixed + factor * (path - path.stoppingGradient())
        }

        func stoppingGradient() -> any Posterior {
            guard fault != .gradientNotStopped else { return self }
            return Recorded(
                fault: fault, location: location.stoppingGradient(), scale: scale.stoppingGradient(), isStopped: true)
        }
    }

    private static let sentences: [FaultyFamily.Fault: String] = [
        .noHead: "headWidth is [0, 0, 0]", .wrongSign: "the density integrates to",
        .unnormalised: "instead of 1: log q(z) is wrong", .wrongShape: "log q(z) has the shape 3×1×1",
        .doubledGradient: "log q(z): the gradient with respect to", .doubledPath: "from the implicit gradient by",
        .noPath: "they are not reparametrised", .overflow: "is not finite where heads reach",
        .purposeIgnored: "draws ignore their purpose", .streamIgnored: "draws ignore the random stream",
        .wideDraws: "draws do not follow the density", .gradientNotStopped: "a gradient passes to the head",
        .valueStopped: "stoppingGradient() changes the density itself",
        .strataWithoutWeights: "stratumCount promises 2 strata, but the posterior has 1",
        .transportPromised: "canTransport is true, but",
        .doubledTransport: "the gradient of transported latents deviates",
        .reversedTransport: "the gradient of transported latents deviates",
    ]

    @Test func everyFaultIsFound() {
        for fault in FaultyFamily.Fault.allCases {
            var family = FaultyFamily()
            family.fault = fault
            let report = checkVariationalFamily(family)
            if let words = Self.sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }

    @Test func implicitGradientsPass() { expectPass(checkVariationalFamily(ImplicitMixture())) }

    @Test func wrongImplicitGradientsAreFound() {
        var family = ImplicitMixture()
        family.factor = 0.5
        expect(checkVariationalFamily(family), says: "from the implicit gradient by", "half the gradient")
    }
}

/// Two normal components whose share comes from the head: draws jump, so that their gradient is the implicit one.
struct ImplicitMixture: VariationalFamily {
    static let name = "implicitMixture"
    static let summary = "two components; the share of the first from the head"

    /// A factor on the gradient, which should be 1.
    var factor = 1.0

    func headWidth(latentDimension: Int) -> Int { latentDimension }

    func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
        Recorded(logit: head, factor: factor)
    }

    private struct Recorded: Posterior {
        var logit: Tensor
        var factor: Double

        func draw(count: Int, purpose: String) -> Tensor {
            let tape = logit.tape
            let shape = TensorShape(rows: logit.shape.rows, samples: count, features: logit.shape.features)
            let isFirst = tape.lessThan(tape.uniformNoise(shape, purpose: purpose + ".component"), logit.sigmoid())
            let value = tape.normalNoise(shape, purpose: purpose) + 1 - 2 * isFirst
            let share = logit.sigmoid()
            let slope = share * (1 - share) * ((value + 1).normalCDF() - (value - 1).normalCDF())
            let gradient = (-(slope / cells(of: value).exp())).stoppingGradient()
            return value + factor * (gradient * (logit - logit.stoppingGradient()))
        }

        func logDensity(of latent: Tensor) -> Tensor { cells(of: latent).sum(over: .features) }

        func stoppingGradient() -> any Posterior { Recorded(logit: logit.stoppingGradient(), factor: factor) }

        private func cells(of latent: Tensor) -> Tensor {
            let constant = -0.5 * Double.log(2 * .pi)
            let first = (-0.5 * (latent + 1).squared() + constant) + logit.logSigmoid()
            let second = (-0.5 * (latent - 1).squared() + constant) + (-logit).logSigmoid()
            let larger = latent.tape.maximum(first, second), smaller = latent.tape.minimum(first, second)
            return larger + (smaller - larger).exp().logOnePlus()
        }
    }
}
