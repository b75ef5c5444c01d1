import LacunaTensors
import Testing

/// Parameters that start from numbers of the host's, and those that training never moves.
@Suite struct FixedParameterTests {
    static let given = ["facts": [0.1, -2.3, 0.7]]

    /// A store with a moved parameter before and after a fixed one, in the same group; the objective is Σ (a + fixed) b.
    private static func record(_ store: ParameterStore) throws -> Program {
        let tape = Tape(store: store), shape = TensorShape(features: 3)
        let scope = ParameterScope(tape, group: .encoder)["part"]
        let first = scope.parameter("first", shape, initial: .constant(0.5))
        let fixed = scope.fixed("fixed", shape, initial: .given("facts"))
        let second = scope.parameter("second", shape, initial: .given("facts"))
        return try tape.finish(objectives: [Objective((first + fixed) * second, groups: .all)])
    }

    private static func values(_ store: ParameterStore, _ name: String) throws -> [Double] {
        store.values(of: try #require(store.parameter(named: "encoder.part.\(name)")))
    }

    @Test func givenNumbersAreTheStart() throws {
        let store = ParameterStore(precision: .float64)
        _ = try Self.record(store)
        try store.initialise(from: RandomStream(seed: 1), given: Self.given)
        #expect(try Self.values(store, "fixed") == Self.given["facts"])
        #expect(try Self.values(store, "second") == Self.given["facts"])
        #expect(try Self.values(store, "first") == [0.5, 0.5, 0.5])
    }

    @Test func missingNamesMeanZeros() throws {
        for given in [nil, [:], ["other": [1.0]]] as [[String: [Double]]?] {
            let store = ParameterStore(precision: .float32)
            _ = try Self.record(store)
            if let given {
                try store.initialise(from: RandomStream(seed: 1), given: given)
            } else {
                store.initialise(from: RandomStream(seed: 1))
            }
            #expect(try Self.values(store, "fixed") == [0, 0, 0])
        }
    }

    @Test func numbersThatDoNotFillTheParameterAreRefused() throws {
        let store = ParameterStore(precision: .float32)
        _ = try Self.record(store)
        let error = #expect(throws: TapeError.self) {
            try store.initialise(from: RandomStream(seed: 1), given: ["facts": [1, 2]])
        }
        #expect(
            error?.problems.first
                == "the parameter encoder.part.fixed has the shape 1×1×3, but 2 numbers of the name facts were given")
        #expect(error?.problems.count == 2)
        #expect(!store.isInitialised)
    }

    @Test func aParameterIsFixedOrNot() throws {
        let tape = Tape(precision: .float32)
        let scope = ParameterScope(tape, group: .prior)
        _ = scope.fixed("a", .scalar, initial: .zeros)
        _ = scope.fixed("a", .scalar, initial: .zeros)
        _ = scope.parameter("a", .scalar)
        let error = #expect(throws: TapeError.self) { _ = try tape.finish() }
        #expect(
            error?.problems == ["the parameter prior.a is used both as one that training moves and as a fixed one"])
    }

    /// Steps with weight decay and momentum, averaging and exchanging: what is fixed keeps every bit.
    @Test(arguments: Precision.allCases)
    func nothingMovesWhatIsFixed(precision: Precision) throws {
        let store = ParameterStore(precision: precision)
        let program = try Self.record(store)
        try store.initialise(from: RandomStream(seed: 1), given: Self.given)
        let start = store.snapshot()
        let fixed = try Self.values(store, "fixed"), first = try Self.values(store, "first")
        let workspace = Workspace(program), gradients = GradientBuffer(store)
        let update = ParameterUpdate(store, chunks: [gradients], stateCount: 3)
        let average = ParameterAverage(store)
        for step in 1...20 {
            workspace.forward()
            workspace.backward(into: gradients)
            for piece in 0..<update.pieceCount {
                update.reduce(piece)
                update.apply(piece) {
                    $0.adam(
                        step: step, learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1,
                        amsgrad: true, gradientScale: 1)
                }
                update.apply(piece) { $0.descend(learningRate: 0.01, momentum: 0.9, gradientScale: 1) }
                // An optimizer of another kind, which writes every cell that it is shown.
                update.apply(piece) { slice in for cell in 0..<slice.count { slice[cell] += 1e-3 } }
            }
            average.update(decay: 0.999 - 0.043 * Double(step))
            #expect(try Self.values(store, "fixed") == fixed)
        }
        #expect(update.gradientNorm() > 0)
        #expect(update.divergedGroups().isEmpty)
        #expect(try Self.values(store, "first") != first)
        let moved = try Self.values(store, "first")
        average.exchange()
        #expect(try Self.values(store, "fixed") == fixed)
        #expect(try Self.values(store, "first") != moved)
        average.exchange()
        store.restore(start)
        #expect(try Self.values(store, "fixed") == fixed)
        #expect(try Self.values(store, "first") == first)
    }

    /// A model that has nothing but fixed parameters has nothing to step over.
    @Test func fixedParametersAlone() throws {
        let tape = Tape(precision: .float32)
        let fixed = ParameterScope(tape, group: .encoder).fixed("a", TensorShape(features: 3), initial: .given("facts"))
        _ = try tape.finish(outputs: [fixed])
        try tape.store.initialise(from: RandomStream(seed: 1), given: Self.given)
        let update = ParameterUpdate(tape.store, chunks: [GradientBuffer(tape.store)], stateCount: 2)
        #expect(update.pieceCount == 0)
        #expect(update.gradientNorm() == 0)
        #expect(tape.store.range(of: .encoder).isEmpty)
    }
}
