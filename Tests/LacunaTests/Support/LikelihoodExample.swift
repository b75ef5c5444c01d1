import Foundation
import Lacuna

/// Rows with every pattern of the reference of factor analysis, and what is known of them.
enum LikelihoodExample {
    static let analysis = FactorAnalysis.reference
    static let patterns = FactorAnalysisReference.patterns.map(\.observed)
    /// The row as a dataset holds it.
    static let row = FactorAnalysisReference.row.map { Double(Float($0)) }

    /// The row under some patterns.
    static func dataset(_ patterns: [[Double]] = patterns) -> Dataset {
        Dataset(
            layout: continuousLayout(row.count), rowCount: patterns.count,
            values: patterns.flatMap { _ in row.map { Float($0) } },
            observed: patterns.flatMap { $0.map { UInt8($0) } })
    }

    /// A model whose q is normal and somewhat wider than the posterior under a pattern.
    static func model(
        near pattern: [Double], posterior: any VariationalFamily = GaussianVariationalFamily()
    ) throws -> (model: ComposedModel, store: ParameterStore) {
        let exact = analysis.posterior(row, pattern)
        let scales = exact.mean.indices.map { 1.5 * exact.covariance[$0, $0].squareRoot() }
        let head =
            posterior is GaussianVariationalFamily
            ? LinearGaussianModel.gaussianHead(exact.mean, scales) : exact.mean + scales
        // The bounds of the parts do not serve strata; a family of the same width declares the same parameters.
        let example = try LinearGaussianModel(analysis, posterior: GaussianVariationalFamily(), head: head)
        var model = example.model
        model.posterior = posterior
        return (model, example.store)
    }

    /// The logarithm of the weights of all draws of a row in one recording; log π is added where there are strata.
    ///
    /// - Parameters:
    ///   - count: Draws from each stratum.
    ///   - first: The address of the first draw.
    static func logWeights(
        _ model: ComposedModel, _ store: ParameterStore, _ dataset: Dataset, count: Int, from first: Int = 0,
        stream: RandomStream
    ) throws -> [Double] {
        let tape = Tape(store: store)
        let shape = TensorShape(features: dataset.layout.featureCount)
        let values = tape.input("values", shape), observed = tape.input("observed", shape)
        let step = ModelStep(model: model, tape: tape, values: values, observed: observed, mode: .evaluation)
        let draw = step.draw(from: step.posterior(head: step.encode()), count: count)
        var logWeights = step.weigh(draw, step.decode(draw.latent))
        if let logShares = draw.logShares { logWeights = logWeights + (logShares + log(Double(count))) }
        let workspace = Workspace(try tape.finish(outputs: [logWeights]))
        workspace.write(dataset.values.map { Double($0) }, to: values.view)
        workspace.write(dataset.observed.map { Double($0) }, to: observed.view)
        workspace.setNoise(stream, firstSample: first)
        workspace.setAddress(ofRow: 0, dataset.rowAddresses()[0])
        workspace.forward()
        return workspace.read(logWeights.view)
    }
}

/// A pattern of observed cells that costs three nats, whatever the values: not ignorable by its own account.
struct CostlyMissingness: MissingnessModel {
    static let name = "testCostly"
    static let summary = "takes three nats from every row"

    var isIgnorable: Bool { false }

    func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        values.sum(over: .features) * 0 - 3
    }
}
