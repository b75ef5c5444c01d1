import Foundation
import Lacuna
import Testing

/// The bound of rows and patterns together: its own term, its order, its limit and its gradients, for both integrations.
@Suite struct JointBoundTests {
    static let row = [0.7, -1.1, 1, 0, 1, 0]
    /// All features, and the pattern by column.
    static let patterns: [(features: [Double], columns: [Double])] = [
        ([1, 1, 1, 1, 1, 1], [1, 1, 1, 1]), ([1, 0, 1, 0, 0, 0], [1, 0, 1, 0]), ([0, 0, 0, 1, 1, 1], [0, 0, 0, 1]),
        ([0, 1, 1, 1, 1, 1], [0, 1, 1, 1]),
    ]
    static let observations: [any ObservationModel] = [GaussianObservation(), StudentTObservation()]

    private static func bound(_ count: Int) -> any Bound {
        ImportanceWeightedBound(importanceSampleCount: count, gradient: Choice(TotalGradient()))
    }

    /// Bounds that need no imputations and one stratum, with the total gradient.
    private static func logWeightBounds() -> [any Bound] {
        var elbo = EvidenceLowerBound()
        elbo.sampleCount = 3
        elbo.gradient = Choice(TotalGradient())
        return [elbo, bound(3)]
    }

    /// Every bound of the package, with several draws, and the posterior that it takes; the estimator is the total gradient.
    private static func everyBound() throws -> [(bound: any Bound, posterior: any VariationalFamily, head: [Double])] {
        let catalog = try Catalog.bundled()
        let bounds = try #require(catalog.families.first { $0.name == Bounds.name })
        return try catalog.components(in: bounds).map { descriptor in
            var bound = try catalog.make(Choice<Bounds>(named: descriptor.name))
            if var average = bound as? EvidenceLowerBound {
                average.sampleCount = 3
                bound = average
            }
            let plain = GaussianVariationalFamily()
            guard !bound.problems(with: plain).isEmpty else { return (bound, plain, [0.1, 1.3]) }
            let mixture = MixtureVariationalFamily(componentCount: 2, component: plain, sampling: .stratified)
            try #require(bound.problems(with: mixture).isEmpty)
            let head = LinearGaussianModel.mixtureHead([0.3, -0.1], [[0.4], [-0.5]], [[1.1], [1.4]])
            return (bound, mixture, head)
        }
    }

    /// A pattern that says nothing of the values adds its own log-probability, whatever the bound, to its value and to each
    /// of its objectives.
    @Test(arguments: [0, 1], MissingnessIntegration.allCases)
    func patternsThatSayNothingAddTheirOwnTerm(observation: Int, integration: MissingnessIntegration) throws {
        let part = Self.observations[observation]
        let bounds = try Self.everyBound()
        #expect(bounds.count >= 8)
        for (bound, posterior, head) in bounds {
            let plain = try OneLatentModel(part, posterior: posterior, head: head, bound: bound)
            let joint = try MaskedLatentModel(
                part, posterior: posterior, head: head, missingness: ConstantMissingness(), integration: integration,
                bound: bound)
            let models = [(plain.model, plain.store), (joint.model, joint.store)]
            for (features, columns) in Self.patterns {
                let numbers = try models.map { model, store in
                    if let bound = bound as? any ImputationBound {
                        let found = try ImputationBoundProbe(
                            model, store, bound: bound, row: Self.row, observed: features,
                            imputed: Self.imputed(features, count: bound.imputationCount)
                        ).run(RandomStream(seed: 4))
                        return [found.value] + found.objectives
                    }
                    return try BoundProbe(model, store, bound: bound, rowCount: 3)
                        .replicate(Self.row, features, noise: RandomStream(seed: 4))
                }
                let term = ConstantMissingness.logProbability(columns)
                #expect(
                    zip(numbers[1], numbers[0]).allSatisfy { abs($0 - $1 - term) < 1e-12 },
                    "\(type(of: bound).name), \(columns): \(numbers[1]) from \(numbers[0]) and \(term)")
            }
        }
    }

    /// Complete rows that differ in the missing cells.
    private static func imputed(_ observed: [Double], count: Int) -> [Double] {
        (0..<count).flatMap { place in
            let filling =
                [0.9 - 0.4 * Double(place), 0.3 * Double(place) - 0.5, Double(place % 2)]
                + (0..<3).map { $0 == place % 3 ? 1.0 : 0 }
            return row.indices.map { observed[$0] == 1 ? row[$0] : filling[$0] }
        }
    }

    /// The mean weight has the expectation p(x_o, s): both integrations reach it, 5.5 standard errors of the weights
    /// themselves (false alarm 4e-8 a comparison, of which there are 32).
    @Test(arguments: [0, 1], MissingnessIntegration.allCases)
    func manySamplesReachTheJointDensity(observation: Int, integration: MissingnessIntegration) throws {
        let masked = try MaskedLatentModel(Self.observations[observation], integration: integration)
        for (features, _) in Self.patterns {
            let exact = try masked.logJoint(Self.row, features)
            let weights = try BoundProbe(masked.model, masked.store, bound: Self.bound(1), rowCount: 40_000)
                .replicate(Self.row, features, noise: RandomStream(seed: 7)).map { exp($0 - exact) }
            let (mean, error) = meanAndError(weights)
            #expect(abs(mean - 1) < 5.5 * error, "\(features): \(mean) ± \(error)")
            #expect(error < 0.03)
            let large = try BoundProbe(masked.model, masked.store, bound: Self.bound(40_000), rowCount: 1)
                .replicate(Self.row, features, noise: RandomStream(seed: 8))[0]
            #expect(abs(large - exact) < 5.5 * error, "\(features): \(large) for \(exact)")
        }
    }

    /// Integrating a cell out can only raise the bound of as many draws, by Jensen's inequality. With the same latents the
    /// differences have a standard error of their own: a rise of one draw is more than ten of them, one of five draws,
    /// which is smaller, is not below −5.5 (false alarm 2e-8 each); both lie under log p(x_o, s).
    @Test(arguments: [0, 1], [1, 5])
    func exactIntegrationLiesAboveDraws(observation: Int, sampleCount: Int) throws {
        let part = Self.observations[observation]
        for (features, columns) in Self.patterns where columns.contains(0) {
            let values = try MissingnessIntegration.allCases.map { integration in
                let masked = try MaskedLatentModel(part, integration: integration)
                return try BoundProbe(
                    masked.model, masked.store, bound: Self.bound(sampleCount), rowCount: 20_000
                ).replicate(Self.row, features, noise: RandomStream(seed: 9))
            }
            let (rise, error) = meanAndError(zip(values[1], values[0]).map { $0 - $1 })
            #expect(
                rise > (sampleCount == 1 ? 10 : -5.5) * error, "\(features), \(sampleCount) draws: \(rise) ± \(error)")
            let exact = try MaskedLatentModel(part, integration: .exact).logJoint(Self.row, features)
            let (mean, spread) = meanAndError(values[1])
            #expect(mean - 5.5 * spread < exact)
        }
    }

    /// Gradients of all groups against central differences. Draws of discrete cells have the gradient of a relaxation, and
    /// those of Student's t implicit ones: draws are checked where the only missing cells are normal ones.
    @Test(arguments: [0, 1], MissingnessIntegration.allCases)
    func gradientsAreThoseOfTheValue(observation: Int, integration: MissingnessIntegration) throws {
        guard integration == .exact || observation == 0 else { return }
        let patterns =
            integration == .exact
            ? Self.patterns.map(\.features) : [Self.patterns[0], Self.patterns[3]].map(\.features)
        let masked = try MaskedLatentModel(Self.observations[observation], integration: integration)
        for bound in Self.logWeightBounds() {
            for features in patterns {
                let probe = try BoundProbe(masked.model, masked.store, bound: bound, rowCount: 1, mode: .training)
                func value() -> Double { probe.run(Self.row, features, noise: RandomStream(seed: 3))[0] }
                for parameter in masked.store.parameters {
                    let name = "\(parameter.group.rawValue).\(parameter.path)"
                    _ = value()
                    let gradient = try probe.gradient(name)
                    let start = masked.store.values(of: parameter)
                    for cell in stride(from: 0, to: start.count, by: max(1, start.count / 3)) {
                        let sides = [1e-5, -1e-5].map { shift in
                            var moved = start
                            moved[cell] += shift
                            masked.store.setValues(moved, of: parameter)
                            masked.store.pack(0..<masked.store.parameters.count)
                            return value()
                        }
                        let difference = (sides[0] - sides[1]) / 2e-5
                        #expect(
                            abs(gradient[cell] - difference) < 2e-7 * (1 + abs(difference)),
                            "\(name)[\(cell)]: \(gradient[cell]) for \(difference)")
                    }
                    masked.store.setValues(start, of: parameter)
                    masked.store.pack(0..<masked.store.parameters.count)
                }
            }
        }
    }
}
