import Foundation
import Lacuna
import Testing

/// A column whose large values are missing more often: with the known direction the fit recovers its mean and the curve, where
/// a model that ignores the pattern is biased.
@Suite struct SelfMaskingFitTests {
    static let rowCount = 8000

    /// A linear decoder with one shared scale, which makes a single column normal, fitted by many importance samples.
    private static func fit(
        _ column: CensoredColumn, _ missingness: any MissingnessModel, _ integration: MissingnessIntegration
    ) throws -> Training {
        var model = TrainingExample.model(
            column.dataset.layout, latentDimension: 1, hidden: [8], continuous: GaussianSharedScaleObservation())
        model.decoder = LinearNetwork()
        model.missingness = missingness
        model.integration = integration
        var options = TrainingExample.options(
            steps: 2500, batchSize: 200, optimizer: TrainingExample.adam(1e-2))
        options.schedule = Choice(CosineSchedule())
        options.averagingDecay = 0.999
        let training = try Training(
            model: model, bound: TrainingExample.bound(20), dataset: column.dataset, options: options,
            stream: RandomStream(seed: 1), threadCount: 2)
        _ = try training.run()
        return training
    }

    /// μ and log τ of the fitted column.
    private static func marginal(_ store: ParameterStore) throws -> [Double] {
        let loading = try store.numbers("decoder.network.output.weight")[0]
        let scale = log1p(exp(try store.numbers("decoder.observation0.rawScale")[0])) + 1e-3
        return [
            try store.numbers("decoder.network.output.bias")[0], 0.5 * log(loading * loading + scale * scale),
        ]
    }

    /// μ, log τ, W and b of a fit with the known direction.
    private static func estimates(_ column: CensoredColumn, _ integration: MissingnessIntegration) throws -> [Double] {
        let store = try fit(column, SelfMaskingKnown(), integration).store
        let slope = log1p(exp(try store.numbers("missingness.slope")[0]))
        return try marginal(store) + [slope, try store.numbers("missingness.threshold")[0]]
    }

    /// Each estimate lies within five standard errors of the maximum of the likelihood about the truth (false alarm 6e-7
    /// each; the fit itself ends within half of one), and its likelihood is at least that of the truth, but for .5 nats.
    @Test func knownDirectionRecoversTheTruth() throws {
        let column = CensoredColumn(rowCount: Self.rowCount, seed: 5)
        let fitted = try Self.estimates(column, .exact)
        let errors = column.standardErrors
        for (index, name) in ["mean", "log scale", "slope", "threshold"].enumerated() {
            let distance = abs(fitted[index] - CensoredColumn.truth[index]) / errors[index]
            #expect(distance < 5.5, "\(name): \(fitted[index]) for \(CensoredColumn.truth[index]) ± \(errors[index])")
        }
        let gain = column.logLikelihood(fitted) - column.logLikelihood(CensoredColumn.truth)
        #expect(gain > -0.5 && gain < 20, "\(gain) nats above the truth")
    }

    /// Few draws of the missing cells leave the bound far below the likelihood, and its maximum elsewhere: the mean comes out
    /// nearer to the truth than without the missingness model, but its likelihood is nats below that of the exact fit.
    @Test func fewDrawsRecoverLess() throws {
        let column = CensoredColumn(rowCount: Self.rowCount, seed: 5)
        let drawn = try Self.estimates(column, .sampled)
        let observedMean = meanAndError(column.values).mean
        #expect(abs(drawn[0] - CensoredColumn.truth[0]) < 0.5 * abs(observedMean - CensoredColumn.truth[0]))
        let exact = try Self.estimates(column, .exact)
        #expect(column.logLikelihood(exact) > column.logLikelihood(drawn) + 1)
    }

    /// The model that ignores the pattern has the mean of the observed cells, many standard errors from the truth.
    @Test func ignoringThePatternIsBiased() throws {
        let column = CensoredColumn(rowCount: Self.rowCount, seed: 5)
        let store = try Self.fit(column, IgnorableMissingness(), .sampled).store
        let mean = try Self.marginal(store)[0]
        let observed = meanAndError(column.values)
        #expect(abs(mean - observed.mean) < 5 * observed.error)
        #expect(mean < CensoredColumn.truth[0] - 20 * observed.error, "\(mean) for \(CensoredColumn.truth[0])")
    }
}
