import Lacuna
import LacunaTestKit
import Testing

@Suite struct CheckBoundTests {
    /// The importance-weighted bound with one fault in how it combines log-weights.
    struct FaultyCombination: LogWeightBound {
        static let name = "faultyCombination"
        static let summary = "a bound with a fault"

        enum Fault: String, Codable, CaseIterable {
            case none, sampleCountForgotten, halved, wrongShape, wrongWeights, rowsMixed, overflow, largest
        }

        var fault = Fault.none
        var sampleCount = 5
        var budget: SampleBudget { .total(sampleCount) }
        var gradient = Choice<GradientEstimators>(TotalGradient())

        func combine(_ weights: LogWeights) -> Tensor {
            let logWeights = weights.values
            return switch fault {
            case .sampleCountForgotten: logWeights.logSumExp(over: .samples)
            case .halved: 0.5 * logWeights.logMeanExp(over: .samples)
            case .wrongShape: logWeights
            case .rowsMixed:
                logWeights.logMeanExp(over: .samples) - 0.1 * logWeights.mean(over: .samples)
                    + 0.1 * logWeights.mean(over: .samples).mean(over: .rows)
            case .overflow: logWeights.exp().mean(over: .samples).log()
            case .largest:
                logWeights.logMeanExp(over: .samples) + 0.1 * logWeights.squared().mean(over: .samples)
                    - 0.1 * logWeights.mean(over: .samples).squared()
            default: logWeights.logMeanExp(over: .samples)
            }
        }

        func influence(of weights: LogWeights) -> DrawInfluence? {
            let share = weights.values.softmax(over: .samples)
            return DrawInfluence(share: fault == .wrongWeights ? weights.values.exp() : share, normalisedWeight: share)
        }
    }

    private static let sentences: [FaultyCombination.Fault: String] = [
        .sampleCountForgotten: "where q is the exact posterior, so that log p(x_o)",
        .halved: "a constant of 2.5 added to every log-weight changes the bound by another number",
        .wrongShape: "the bound has the shape",
        .wrongWeights: "the shares of influence are not the derivatives of the bound",
        .rowsMixed: "the bound of a row depends on the rows beside it",
        .overflow: "the bound is not finite where values reach 1000", .largest: "and exceeds log p(x_o)",
    ]

    @Test func everyFaultOfTheCombinationIsFound() {
        for fault in FaultyCombination.Fault.allCases {
            var bound = FaultyCombination()
            bound.fault = fault
            let report = checkBound(bound, isTight: fault != .halved)
            if let words = Self.sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }

    /// The evidence lower bound recorded by hand, with one fault.
    struct FaultyRecording: Bound {
        static let name = "faultyRecording"
        static let summary = "a bound with a fault"

        enum Fault: String, Codable, CaseIterable { case none, leak, streamIgnored, doubledObjective, priorForgotten }

        var fault = Fault.none

        func record(_ step: ModelStep) throws -> RecordedBound {
            let posterior = step.posterior(head: step.encode())
            var draw = step.draw(from: posterior, count: 1)
            if fault == .streamIgnored {
                let latent = 0 * draw.latent
                draw = LatentDraw(latent: latent, logDensity: posterior.logDensity(of: latent))
            }
            let terms = step.terms(draw, step.decode(draw.latent))
            var value = terms.logWeights.mean(over: .samples)
            switch fault {
            case .leak: value = value + 0 * (step.values.sum(over: .features))
            case .doubledObjective:
                return RecordedBound(value: value, objectives: [Objective(2 * value, groups: .all)])
            case .priorForgotten: value = (terms.logLikelihood - terms.logPosterior).mean(over: .samples)
            default: break
            }
            return RecordedBound(value: value)
        }
    }

    @Test func everyFaultOfTheRecordingIsFound() {
        let sentences: [FaultyRecording.Fault: String] = [
            .leak: "missing cells leak: the bound changes when nan is written",
            .streamIgnored: "the bound ignores the random stream",
            .doubledObjective: "deviates from central differences of the value",
            .priorForgotten: "where q is the exact posterior",
        ]
        for fault in FaultyRecording.Fault.allCases {
            var bound = FaultyRecording()
            bound.fault = fault
            let report = checkBound(bound, isTight: fault != .streamIgnored, gradientIsThatOfValue: true)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
        var forgotten = FaultyRecording()
        forgotten.fault = .priorForgotten
        expect(checkBound(forgotten, isTight: false), says: "and exceeds log p(x_o)", "prior forgotten")
    }

    /// DeMissVAE's pair of objectives recorded by hand with one imputation, with one fault.
    struct FaultyPair: ImputationBound {
        static let name = "faultyPair"
        static let summary = "a bound that is trained on imputations, with a fault"

        enum Fault: String, Codable, CaseIterable { case none, priorForgotten, detached, doubledObjective }

        var fault = Fault.none
        var imputationCount = 1
        var sampler: Choice<Samplers> = "latentAdaptiveResampling"
        var updateSteps = 1
        var gradient: Choice<GradientEstimators> = "total"

        func record(_ step: ModelStep, imputed: Tensor) throws -> RecordedBound {
            let posterior = step.posterior(ofComplete: imputed)
            let latent = posterior.draw(count: 1, purpose: "latent")
            let density = fault == .detached ? posterior.stoppingGradient() : posterior
            let decoded = step.decode(latent)
            let terms = step.terms(LatentDraw(latent: latent, logDensity: posterior.logDensity(of: latent)), decoded)
            let everything = step.tape.constant(1).broadcast(to: imputed.shape)
            var joint = decoded.logDensity(of: imputed, observed: everything) - density.logDensity(of: latent)
            if fault != .priorForgotten { joint = joint + terms.logPrior }
            let value = terms.logWeights
            return RecordedBound(
                value: value,
                objectives: [
                    Objective(fault == .doubledObjective ? 2 * value : value, groups: [.decoder, .prior]),
                    Objective(joint, groups: .encoder),
                ])
        }
    }

    @Test func everyFaultOfAPairOfObjectivesIsFound() {
        let sentences: [FaultyPair.Fault: String] = [
            .priorForgotten: "objective 1 is", .doubledObjective: "objective 0 is",
            .detached: "the gradient of encoder.network.weight deviates from central differences of its objectives",
        ]
        for fault in FaultyPair.Fault.allCases {
            var bound = FaultyPair()
            bound.fault = fault
            let report = checkBound(bound)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
        // An estimator that leaves terms out does not promise the gradient.
        var detached = FaultyPair()
        detached.fault = .detached
        detached.gradient = "stickingTheLanding"
        expectPass(checkBound(detached))
    }

    @Test func anUnresolvedEstimatorIsSaid() {
        expect(checkBound(EvidenceLowerBound()), says: "it throws: the gradient estimator", "unresolved")
    }
}
