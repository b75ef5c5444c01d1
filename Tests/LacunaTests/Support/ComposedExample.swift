import Foundation
import Lacuna

/// Rows of numbers with holes, and a model composed in code that is fitted to them in a moment.
enum ComposedExample {
    /// What is wrong, by what it throws; nothing where it throws nothing.
    static func problems(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch let error as LacunaError {
            return error.problems
        } catch {
            return ["not a LacunaError: \(error)"]
        }
    }

    /// Rows of four columns with one common factor, about a third of their cells missing; the first row has numbers that are
    /// easily changed on the way: −0, and one with 17 digits.
    static func rows(count: Int = 40, seed: UInt64 = 8) -> [[Double?]] {
        var stream = RandomStream(seed: seed)
        let drawn: [[Double?]] = (0..<count).map { _ in
            let factor = stream.normal()
            return (0..<4).map { column in
                let value = 10 * Double(column) + factor * (column % 2 == 0 ? 2 : -1) + 0.3 * stream.normal()
                return stream.uniform() < 0.3 ? nil : value
            }
        }
        return [[-0.0, 0.1 + 0.2, nil, .nan]] + drawn.dropFirst()
    }

    /// Options of a fit that takes a moment.
    static let training = TrainingOptions(
        steps: 40, batchSize: 16, optimizer: TrainingExample.adam(0.01), heldOutShare: 0, closingSteps: 0)

    static let sampler = ImportanceResampling(sampleCount: 60)

    /// A small model.
    static func model(prior: some Prior = StandardNormalPrior()) throws -> LatentVariableModel {
        try LatentVariableModel(
            latentDimension: 2, prior: prior, decoder: MLPNetwork(hidden: [8]), encoder: MLPNetwork(hidden: [8]))
    }

    /// The model, fitted to the rows.
    static func fitted(
        _ rows: [[Double?]] = rows(), kinds: [String: ColumnKind] = [:], prior: some Prior = StandardNormalPrior(),
        work: WorkControl = WorkControl(threadCount: 1)
    ) throws -> FittedLatentVariableModel {
        try model(prior: prior).fit(
            rows, kinds: kinds, maximising: ImportanceWeightedBound(importanceSampleCount: 4), training: training,
            sampler: sampler, seed: 3, work: work)
    }

    /// The numbers as bits, so that NaN and −0 are told apart.
    static func bits(_ rows: [[Double]]) -> [[UInt64]] { rows.map { $0.map(\.bitPattern) } }
}

/// Normal latents around a number of one's own: a part that is registered nowhere.
struct ShiftedPrior: Prior {
    static let name = "shifted"
    static let summary = "independent normal latents with variance 1 around a number"
    var shift = 0.5

    func problems() -> [ConfigurationProblem] {
        abs(shift) < 10
            ? [] : [ConfigurationProblem(key: "shift", message: "must lie between -10 and 10, not \(shift)")]
    }

    func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor {
        latent.tape.gaussianLogDensity(
            latent, mean: latent.tape.constant(shift), standardDeviation: latent.tape.constant(1))
    }

    func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
        context.tape.normalNoise(shape, purpose: purpose) + shift
    }
}

/// A family of one's own, as a component of a mixture.
struct WideGaussianFamily: LocationScaleFamily {
    static let name = "wideGaussian"
    static let summary = "independent normal latents with a scale of at least a half"
    var floor = 0.5

    func headWidth(latentDimension: Int) -> Int { 2 * latentDimension }

    func locationScale(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> LocationScale {
        LocationScale(
            location: head.features(0..<latentDimension),
            scale: head.features(latentDimension..<2 * latentDimension).softplus() + floor)
    }

    func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
        LocationScalePosterior(locationScale(head: head, latentDimension: latentDimension, in: scope))
    }
}

/// A folder that is removed with what lies in it.
final class ComposedFolder {
    private let url = FileManager.default.temporaryDirectory.appending(path: "lacuna-composed-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }
}
