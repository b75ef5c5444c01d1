import Foundation
import Lacuna
import Testing

/// Samples run in tiles of fixed size: whatever their number, the result is that of all samples at once.
@Suite struct SampleTileTests {
    private static let row = [0.7, -1.1, 1, 0, 1, 0].map { Float($0) }
    private static let observed: [UInt8] = [1, 0, 0, 1, 1, 1]

    /// Means of all features and the effective sample size from one recording with all samples.
    private static func whole(_ example: OneLatentModel, _ count: Int) throws -> (mean: [Double], size: Double) {
        let dataset = Dataset(layout: example.model.layout, rowCount: 1, values: row, observed: observed)
        let tape = Tape(store: example.store)
        let shape = TensorShape(features: row.count)
        let values = tape.input("values", shape), flags = tape.input("observed", shape)
        let step = ModelStep(model: example.model, tape: tape, values: values, observed: flags, mode: .evaluation)
        let draw = step.draw(from: step.posterior(head: step.encode()), count: count)
        let decoded = step.decode(draw.latent)
        let logWeights = step.weigh(draw, decoded), mean = decoded.mean()
        let workspace = Workspace(try tape.finish(outputs: [logWeights, mean]))
        workspace.write(dataset.values.map { Double($0) }, to: values.view)
        workspace.write(observed.map { Double($0) }, to: flags.view)
        workspace.setNoise(RandomStream(seed: 12))
        workspace.setAddress(ofRow: 0, dataset.rowAddresses()[0])
        workspace.forward()
        let numbers = workspace.read(logWeights.view), means = workspace.read(mean.view)
        let largest = numbers.max() ?? 0
        let weights = numbers.map { exp($0 - largest) }
        let total = weights.reduce(0, +)
        let sums = row.indices.map { feature in
            weights.indices.reduce(0.0) { $0 + weights[$1] * means[$1 * row.count + feature] } / total
        }
        return (sums, total * total / weights.reduce(0) { $0 + $1 * $1 })
    }

    /// 112 samples are a tile; the last one is whole, nearly empty, or the only one.
    @Test func tilesAddUp() throws {
        let example = try OneLatentModel(GaussianObservation())
        let dataset = Dataset(layout: example.model.layout, rowCount: 1, values: Self.row, observed: Self.observed)
        for count in [1, 5, 111, 112, 113, 128, 224, 225, 500] {
            let run = ImputationRun(
                model: example.model, store: example.store, sampler: ImportanceResampling(sampleCount: count),
                request: ImputationRequest(), stream: RandomStream(seed: 12))
            let completed = try run.complete(dataset)
            let (mean, size) = try Self.whole(example, count)
            for feature in mean.indices where Self.observed[feature] == 0 {
                #expect(abs(Double(completed.summary[feature]) - mean[feature]) < 1e-6, "\(count) samples")
            }
            let diagnostics = try #require(completed.diagnostics[0])
            #expect(abs(diagnostics.effectiveSampleSize - size) < 1e-9 * size, "\(count) samples")
            #expect((diagnostics.paretoShape == nil) == (count < 25))
        }
    }
}
