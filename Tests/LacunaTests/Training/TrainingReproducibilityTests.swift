import Lacuna
import Testing

/// The same seed gives the same bits, for any number of threads; nothing that stands in a missing cell matters.
@Suite struct TrainingReproducibilityTests {
    /// The bits of all parameters after a short run that uses every stage of training.
    private static func parameters(
        _ dataset: Dataset = TrainingExample.dataset(), seed: UInt64 = 1, threadCount: Int = 1
    ) throws -> [[Double]] {
        var options = TrainingExample.options(steps: 60, batchSize: 40)
        options.averagingDecay = 0.99
        options.heldOutShare = 0.1
        options.evaluationInterval = 20
        options.closingSteps = 10
        let training = try TrainingExample.training(
            dataset, options: options, seed: seed, threadCount: threadCount)
        _ = try training.run()
        return training.store.allNumbers
    }

    @Test func threadsChangeNothing() throws {
        let single = try Self.parameters()
        for threadCount in [1, 2, 3] {
            let areSame = try Self.parameters(threadCount: threadCount) == single
            #expect(areSame, "\(threadCount) threads")
        }
    }

    @Test func anotherSeedGivesOtherParameters() throws {
        let differ = try Self.parameters(seed: 2) != Self.parameters(seed: 1)
        #expect(differ)
    }

    @Test func missingCellsHaveNoInfluence() throws {
        let clean = try Self.parameters(TrainingExample.dataset())
        for hidden in [Float.nan, 1e30] {
            let areSame = try Self.parameters(TrainingExample.dataset(hidden: hidden)) == clean
            #expect(areSame, "\(hidden) in missing cells")
        }
    }

    /// Below the dataset, which cleans what it is given: NaN on the tape itself reaches neither values nor gradients.
    @Test(arguments: Precision.allCases)
    func notANumberOnTheTapeHasNoInfluence(precision: Precision) throws {
        let example = try OneLatentModel(StudentTObservation())
        let mixed = [0.7, -1.1, 1, 0, 1, 0], observed = [1.0, 0, 0, 1, 1, 1]
        var other = observed
        other[3...5] = [0, 0, 0]
        other[1] = 1
        let inputs: [any EncoderInput] = [
            ZeroInput(), ZeroWithMaskInput(), LearnedInput(), MeanInput(), SetEncoderInput(),
        ]
        for input in inputs {
            var model = example.model
            model.encoderInput = input
            let store = ParameterStore(precision: precision)
            try model.initialise(store, bound: TrainingExample.bound(), from: RandomStream(seed: 4))
            let probe = try BoundProbe(model, store, bound: TrainingExample.bound(), rowCount: 2, mode: .training)
            func run(_ hidden: Double) throws -> [[Double]] {
                let rows = [observed, other].flatMap { flags in
                    zip(mixed, flags).map { $1 == 1 ? $0 : hidden }
                }
                let value = probe.run(rows, observed + other, noise: RandomStream(seed: 1))
                return try [value]
                    + store.parameters.map { try probe.gradient("\($0.group.rawValue).\($0.path)") }
            }
            let clean = try run(0)
            #expect(clean.allSatisfy { $0.allSatisfy(\.isFinite) })
            for hidden in [Double.nan, .infinity] {
                let areSame = try run(hidden) == clean
                #expect(areSame, "\(hidden) with \(type(of: input))")
            }
        }
    }
}
