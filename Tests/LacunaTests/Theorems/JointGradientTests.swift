import Foundation
import Lacuna
import Testing

/// Gradients of the bound of rows and patterns: estimators that promise the same mean have it, with the pattern's factor in
/// the weights of their paths.
@Suite struct JointGradientTests {
    private static let row = [0.7, -1.1, 1, 0, 1, 0]
    private static let observations: [any ObservationModel] = [GaussianObservation(), StudentTObservation()]

    /// The features that are observed. Draws of discrete cells have the gradient of a relaxation, which is not that of the
    /// weights along a path: a discrete cell is missing only where cells are integrated out.
    private static func pattern(_ integration: MissingnessIntegration) -> [Double] {
        integration == .sampled ? [0, 0, 1, 1, 1, 1] : [0, 0, 0, 1, 1, 1]
    }

    /// Mean gradients of the encoder's head by an estimator: cells × batches, each over rows with noise of their own.
    private static func gradients(
        _ name: String, _ estimator: any GradientEstimator, _ part: any ObservationModel,
        _ integration: MissingnessIntegration
    ) throws -> [[Double]] {
        let bound: any Bound
        switch name {
        case "evidenceLowerBound":
            var average = EvidenceLowerBound()
            average.gradient = Choice(estimator)
            bound = average
        case ForgetfulBound.name: bound = ForgetfulBound()
        default: bound = ImportanceWeightedBound(importanceSampleCount: 4, gradient: Choice(estimator))
        }
        let masked = try MaskedLatentModel(part, integration: integration)
        let rowCount = 50
        let probe = try BoundProbe(masked.model, masked.store, bound: bound, rowCount: rowCount, mode: .training)
        var cells = [[Double]](repeating: [], count: 2)
        for batch in 0..<100 {
            _ = probe.replicate(row, pattern(integration), noise: RandomStream(seed: 23).child(batch))
            for (cell, number) in try probe.gradient("encoder.network.output.bias").enumerated() {
                cells[cell].append(number / Double(rowCount))
            }
        }
        return cells
    }

    /// The means of the differences of two estimators in standard errors of their own, which share their draws.
    private static func differences(_ first: [[Double]], _ second: [[Double]]) -> [(mean: Double, error: Double)] {
        zip(first, second).map { meanAndError(zip($0, $1).map { $0 - $1 }) }
    }

    /// Double reparametrisation for importance weights; for the evidence lower bound, where it is the same as sticking the
    /// landing, the latter: six standard errors over 100 batches, two-sided, in 2 cells of 8 pairs: false alarms below 1e-6.
    @Test(arguments: [0, 1], MissingnessIntegration.allCases)
    func estimatorsAgree(observation: Int, integration: MissingnessIntegration) throws {
        for (name, estimator) in [
            ("importanceWeighted", DoublyReparametrised()), ("evidenceLowerBound", StickingTheLanding()),
        ] as [(String, any GradientEstimator)] {
            let both = try [TotalGradient(), estimator].map {
                try Self.gradients(name, $0, Self.observations[observation], integration)
            }
            for (cell, (mean, error)) in Self.differences(both[0], both[1]).enumerated() {
                #expect(abs(mean) < 6 * error + 1e-12, "\(name), cell \(cell): \(mean) ± \(error)")
                #expect(6 * error < 0.1, "\(name), cell \(cell): too noisy to tell")
            }
        }
    }

    /// The comparison would notice a factor that is left out of the weights of paths, by more than eight of its standard
    /// errors.
    @Test(arguments: MissingnessIntegration.allCases)
    func pathsWithoutThePatternAreNoticed(integration: MissingnessIntegration) throws {
        let both = try ["importanceWeighted", ForgetfulBound.name].map {
            try Self.gradients($0, TotalGradient(), Self.observations[0], integration)
        }
        let found = Self.differences(both[0], both[1]).map { abs($0.mean) / $0.error }
        #expect(found.contains { $0 > 8 }, "\(found)")
    }

    /// Importance weights with paths that forget the pattern.
    private struct ForgetfulBound: Bound {
        static let name = "testForgetful"
        static let summary = "a doubly reparametrised bound whose paths are weighed without the pattern"

        func record(_ step: ModelStep) throws -> RecordedBound {
            let estimator = DoublyReparametrised()
            let draw = step.draw(from: step.posterior(head: step.encode()), count: 4, estimator: estimator)
            var terms = step.terms(draw, step.decode(draw.latent))
            let value = terms.logWeights.logMeanExp(over: .samples)
            terms.logMissingness = nil
            let share = terms.logWeights.softmax(over: .samples)
            _ = draw.weighPath(by: estimator, DrawInfluence(share: share, normalisedWeight: share))
            return RecordedBound(value: value)
        }
    }
}
