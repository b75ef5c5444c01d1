import Lacuna
import Testing

/// Initialisers of parts set the keys that they name, and leave the others at their defaults.
@Suite struct InitialiserTests {
    /// Expects that a part is what a configuration says.
    private func expect<Part: Component>(
        _ part: Part, _ keys: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let catalog = try Catalog.bundled()
        let value = try JSON5Reader.read(keys, file: "keys")
        let read = try ConfigurationDecoding.decode(Part.self, from: value, file: nil, catalog: catalog)
        let effective = try ConfigurationDecoding.effective(part, catalog: catalog)
        #expect(
            try effective == ConfigurationDecoding.effective(read, catalog: catalog), "\(Part.self): \(keys)",
            sourceLocation: sourceLocation)
    }

    // One call names a key, and a second one all others.

    @Test func boundsAndOptimizers() throws {
        try expect(AdamOptimizer(learningRate: 0.01), "{ learningRate: 0.01 }")
        try expect(
            AdamOptimizer(beta1: 0.5, beta2: 0.6, epsilon: 0.1, weightDecay: 0.2, amsgrad: true),
            "{ beta1: 0.5, beta2: 0.6, epsilon: 0.1, weightDecay: 0.2, amsgrad: true }")
        try expect(StochasticGradientDescent(learningRate: 0.5), "{ learningRate: 0.5 }")
        try expect(StochasticGradientDescent(momentum: 0.5), "{ momentum: 0.5 }")
        try expect(CosineSchedule(finalFactor: 0.5), "{ finalFactor: 0.5 }")
        try expect(EvidenceLowerBound(sampleCount: 3), "{ sampleCount: 3 }")
        try expect(EvidenceLowerBound(gradient: StickingTheLanding()), "{ gradient: 'stickingTheLanding' }")
        try expect(StratifiedEvidenceLowerBound(sampleCount: 3), "{ sampleCount: 3 }")
        try expect(
            StratifiedEvidenceLowerBound(totalSampleCount: 9, gradient: StickingTheLanding()),
            "{ totalSampleCount: 9, gradient: 'stickingTheLanding' }")
        try expect(ImportanceWeightedBound(importanceSampleCount: 3), "{ importanceSampleCount: 3 }")
        try expect(ImportanceWeightedBound(gradient: "stickingTheLanding"), "{ gradient: 'stickingTheLanding' }")
        try expect(ImportanceWeightedBound(gradient: StickingTheLanding()), "{ gradient: 'stickingTheLanding' }")
        try expect(StratifiedImportanceWeightedBound(importanceSampleCount: 3), "{ importanceSampleCount: 3 }")
        try expect(
            StratifiedImportanceWeightedBound(totalSampleCount: 10, loose: true, gradient: StickingTheLanding()),
            "{ totalSampleCount: 10, loose: true, gradient: 'stickingTheLanding' }")
    }

    @Test func boundsOfImputedRows() throws {
        let sampler = PseudoGibbs(steps: 7), gradient = StickingTheLanding()
        let others = "{ sampler: { type: 'pseudoGibbs', steps: 7 }, updateSteps: 2, gradient: 'stickingTheLanding' }"
        try expect(DecomposedBound(imputationCount: 3), "{ imputationCount: 3 }")
        try expect(DecomposedBound(sampler: sampler, updateSteps: 2, gradient: gradient), others)
        try expect(CollapsedBound(imputationCount: 3), "{ imputationCount: 3 }")
        try expect(CollapsedBound(sampler: sampler, updateSteps: 2, gradient: gradient), others)
        try expect(MarginalisedBound(imputationCount: 3), "{ imputationCount: 3 }")
        try expect(MarginalisedBound(sampler: sampler, updateSteps: 2, gradient: gradient), others)
        try expect(
            DecomposedImportanceWeightedBound(imputationCount: 3, importanceSampleCount: 4),
            "{ imputationCount: 3, importanceSampleCount: 4 }")
        try expect(
            DecomposedImportanceWeightedBound(sampler: sampler, updateSteps: 2, gradient: gradient), others)
    }

    @Test func samplers() throws {
        let warmUp = ImportanceResampling(sampleCount: 9)
        let others = "chainCount: 2, warmUpSteps: 3, warmUp: { type: 'importanceResampling', sampleCount: 9 }"
        try expect(PseudoGibbs(steps: 7), "{ steps: 7 }")
        try expect(PseudoGibbs(chainCount: 2, warmUpSteps: 3, warmUp: warmUp), "{ \(others) }")
        try expect(MetropolisWithinGibbs(steps: 7), "{ steps: 7 }")
        try expect(MetropolisWithinGibbs(chainCount: 2, warmUpSteps: 3, warmUp: warmUp), "{ \(others) }")
        try expect(AdaptiveCollapsedMetropolis(steps: 7), "{ steps: 7 }")
        try expect(
            AdaptiveCollapsedMetropolis(chainCount: 2, warmUpSteps: 3, priorProbability: 0.5, warmUp: warmUp),
            "{ \(others), priorProbability: 0.5 }")
        try expect(LatentAdaptiveResampling(imputationCount: 7), "{ imputationCount: 7 }")
        try expect(
            LatentAdaptiveResampling(
                replenishCount: 2, steps: 3, warmUpSteps: 4, finalResampling: false, warmUp: PseudoGibbs()),
            "{ replenishCount: 2, steps: 3, warmUpSteps: 4, finalResampling: false, warmUp: 'pseudoGibbs' }")
        try expect(ExactGrid(sidePointCount: 20), "{ sidePointCount: 20 }")
        try expect(ExactGrid(end: 8, sampleCount: 5), "{ end: 8, sampleCount: 5 }")
        try expect(AutoSampler(sampleCount: 7), "{ sampleCount: 7 }")
        try expect(AutoSampler(escalation: ExactGrid()), "{ escalation: 'exactGrid' }")
        #expect(AutoSampler().escalation == Choice(LatentAdaptiveResampling(steps: 500)))
    }

    @Test func distributions() throws {
        try expect(GaussianObservation(scaleFloor: 1e-4), "{ scaleFloor: 1e-4 }")
        try expect(GaussianSharedScaleObservation(scaleFloor: 1e-4), "{ scaleFloor: 1e-4 }")
        try expect(GaussianSharedScaleObservation(isIsotropic: true), "{ isIsotropic: true }")
        try expect(StudentTObservation(scaleFloor: 1e-4), "{ scaleFloor: 1e-4 }")
        try expect(StudentTObservation(minimumDegreesOfFreedom: 5), "{ minimumDegreesOfFreedom: 5 }")
        try expect(GaussianVariationalFamily(scaleFloor: 1e-2), "{ scaleFloor: 1e-2 }")
        try expect(FullCovarianceGaussianVariationalFamily(scaleFloor: 1e-2), "{ scaleFloor: 1e-2 }")
        try expect(StudentTVariationalFamily(scaleFloor: 1e-2), "{ scaleFloor: 1e-2 }")
        try expect(
            StudentTVariationalFamily(degreesOfFreedom: 9, learnsDegreesOfFreedom: true, minimumDegreesOfFreedom: 4),
            "{ degreesOfFreedom: 9, learnsDegreesOfFreedom: true, minimumDegreesOfFreedom: 4 }")
        try expect(MixtureVariationalFamily(componentCount: 3), "{ componentCount: 3 }")
        try expect(
            MixtureVariationalFamily(
                component: StudentTVariationalFamily(), sampling: .ancestral, spread: 1, velocityLimit: 10),
            "{ component: 'studentT', sampling: 'ancestral', spread: 1, velocityLimit: 10 }")
        try expect(GaussianMixturePrior(componentCount: 3), "{ componentCount: 3 }")
        try expect(GaussianMixturePrior(scaleFloor: 0.1), "{ scaleFloor: 0.1 }")
        try expect(VampPrior(componentCount: 3), "{ componentCount: 3 }")
    }

    @Test func networksAndMissingness() throws {
        try expect(MLPNetwork(hidden: [8]), "{ hidden: [8] }")
        try expect(MLPNetwork(activation: .relu, dropout: 0.5), "{ activation: 'relu', dropout: 0.5 }")
        try expect(ResidualMLPNetwork(blockCount: 3), "{ blockCount: 3 }")
        try expect(
            ResidualMLPNetwork(width: 8, activation: .tanh, dropout: 0.5),
            "{ width: 8, activation: 'tanh', dropout: 0.5 }")
        try expect(SetEncoderInput(embeddingWidth: 3), "{ embeddingWidth: 3 }")
        try expect(
            SetEncoderInput(hidden: [8], codeWidth: 4, activation: .tanh),
            "{ hidden: [8], codeWidth: 4, activation: 'tanh' }")
        try expect(NeuralMissingness(hidden: [8]), "{ hidden: [8] }")
        try expect(SelfMasking(slopePriorScale: 2), "{ slopePriorScale: 2 }")
        try expect(SelfMasking(thresholdPriorScale: 2), "{ thresholdPriorScale: 2 }")
        try expect(SelfMaskingKnown(direction: .below), "{ direction: 'below' }")
        try expect(
            SelfMaskingKnown(columns: ["a": .below], slopePriorScale: 2, thresholdPriorScale: 3),
            "{ columns: { a: 'below' }, slopePriorScale: 2, thresholdPriorScale: 3 }")
        try expect(
            PerColumnMissingness(columns: ["a": SelfMasking(slopePriorScale: 2), "b": LinearMissingness()]),
            "{ columns: { a: { type: 'selfMasking', slopePriorScale: 2 }, b: 'linear' } }")
        try expect(
            PerColumnMissingness(columns: ["a": "selfMasking"], others: "linear"),
            "{ columns: { a: 'selfMasking' }, others: 'linear' }")
        try expect(
            PerColumnMissingness(columns: ["a": SelfMasking()], others: LinearMissingness()),
            "{ columns: { a: 'selfMasking' }, others: 'linear' }")
    }

    @Test func maskGenerators() throws {
        try expect(CompletelyAtRandomMask(rate: 0.2), "{ rate: 0.2 }")
        try expect(AtRandomMask(rate: 0.2), "{ rate: 0.2 }")
        try expect(AtRandomMask(observedShare: 0.2), "{ observedShare: 0.2 }")
        try expect(LogisticNotAtRandomMask(rate: 0.2), "{ rate: 0.2 }")
        try expect(LogisticNotAtRandomMask(determiningShare: 0.2), "{ determiningShare: 0.2 }")
        try expect(SelfMaskingMask(rate: 0.2), "{ rate: 0.2 }")
        try expect(
            SelfMaskingMask(slope: 1, direction: .below, columns: ["a"]),
            "{ slope: 1, direction: 'below', columns: ['a'] }")
        try expect(ThresholdMask(columns: ["a"]), "{ columns: ['a'] }")
        try expect(ThresholdMask(direction: .below), "{ direction: 'below' }")
        try expect(QuadrantsMask(count: 1), "{ count: 1 }")
        try expect(QuadrantsMask(width: 8), "{ width: 8 }")
        try expect(DiscMask(centre: [0.1, 0.2]), "{ centre: [0.1, 0.2] }")
        try expect(
            DiscMask(radius: 0.2, threshold: 0.3, width: 8), "{ radius: 0.2, threshold: 0.3, width: 8 }")
        try expect(SectorMask(column: "a", other: "b"), "{ column: 'a', other: 'b' }")
        try expect(
            SectorMask(column: "a", other: "b", start: 1, end: 2, centre: [3, 4]),
            "{ column: 'a', other: 'b', start: 1, end: 2, centre: [3, 4] }")
        try expect(FileMask(path: "a.csv"), "{ path: 'a.csv' }")
    }
}
