import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckPriorTests {
    /// A standard normal prior with one fault.
    struct FaultyPrior: Prior {
        static let name = "faultyPrior"
        static let summary = "a prior with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, wrongSign, wrongConstant, wrongShape, doubledGradient, overflow, lossOfPrecision, rowsMixed
            case purposeIgnored, streamIgnored, rowIgnored, sampleIgnored, wideDraws, dependentDraws
        }

        var fault = Fault.none

        func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor {
            let tape = latent.tape
            func density(_ z: Tensor) -> Tensor {
                tape.gaussianLogDensity(z, mean: tape.constant(0), standardDeviation: tape.constant(1))
            }
            return switch fault {
            case .wrongSign: -density(latent)
            case .wrongConstant: density(latent) + 0.01
            case .wrongShape: latent.squared() * -0.5
            case .doubledGradient: density(latent).withDoubledGradient()
            case .overflow: density(latent) + 0 * latent.exp().sum(over: .features)
            case .lossOfPrecision: density((latent + 1e6) - 1e6)
            case .rowsMixed: density(latent - 0.1 * latent.mean(over: .rows).sum(over: .samples))
            default: density(latent)
            }
        }

        func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
            let tape = context.tape
            func noise(_ shape: TensorShape) -> Tensor { tape.normalNoise(shape, purpose: purpose) }
            switch fault {
            case .purposeIgnored: return tape.normalNoise(shape, purpose: "mine")
            case .streamIgnored:
                return tape.constant((0..<shape.count).map { Double($0 % 13) - 6 }, shape)
            case .rowIgnored:
                return noise(TensorShape(samples: shape.samples, features: shape.features)).broadcast(to: shape)
            case .sampleIgnored:
                return noise(TensorShape(rows: shape.rows, features: shape.features)).broadcast(to: shape)
            case .wideDraws: return 1.1 * noise(shape)
            case .dependentDraws:
                return noise(TensorShape(rows: shape.rows, samples: shape.samples)).broadcast(to: shape)
            default: return noise(shape)
            }
        }
    }

    private static let sentences: [FaultyPrior.Fault: String] = [
        .wrongSign: "the density integrates to", .wrongConstant: "instead of 1: log p(z) is wrong",
        .wrongShape: "log p(z) has the shape 3×4×2 where 3×4×1 is expected",
        .doubledGradient: "log p(z): the gradient with respect to z deviates from central differences",
        .overflow: "log p(z) is not finite where z is 1000.0", .lossOfPrecision: "between 32 and 64 bits",
        .rowsMixed: "log p(z) of a row depends on the rows beside it", .purposeIgnored: "draws ignore their purpose",
        .streamIgnored: "draws ignore the random stream", .rowIgnored: "draws ignore the row",
        .sampleIgnored: "draws ignore the sample", .wideDraws: "draws do not follow the density",
        .dependentDraws: "draws of two latents do not follow their density",
    ]

    /// A prior with one cluster of which it is too sure, or not sure enough.
    struct FaultyClusters: ClusteredPrior {
        static let name = "faultyClusters"
        static let summary = "a prior with faulty clusters"

        var componentCount: Int { 2 }
        var excess = 0.0
        var areRowsMixed = false

        func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor {
            FaultyPrior().logDensity(of: latent, in: context)
        }

        func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
            FaultyPrior().sample(shape, purpose: purpose, in: context)
        }

        func logResponsibilities(of latent: Tensor, in context: PriorContext) -> Tensor {
            let all = latent.sum(over: .features)
            let sum = areRowsMixed ? all.mean(over: .rows) + 0 * all : all
            return context.tape.concatenate([sum.logSigmoid(), (-sum).logSigmoid()], along: .features) + excess
        }
    }

    @Test func faultyClustersAreFound() {
        var prior = FaultyClusters()
        expectPass(checkPrior(prior))
        prior.excess = 1e-6
        expect(checkPrior(prior), says: "the probabilities of the clusters of a latent sum to", "sum")
        prior = FaultyClusters()
        prior.areRowsMixed = true
        expect(checkPrior(prior), says: "log p(cluster | z) of a row depends on the rows beside it", "rows")
    }

    @Test func everyFaultIsFound() {
        for fault in FaultyPrior.Fault.allCases {
            var prior = FaultyPrior()
            prior.fault = fault
            let report = checkPrior(prior)
            if let words = Self.sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
