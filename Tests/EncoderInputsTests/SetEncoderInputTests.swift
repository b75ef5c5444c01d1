import Lacuna
import LacunaTestKit
import Testing

@Suite struct SetEncoderInputTests {
    private static func small(_ hidden: [Int] = [3], activation: Activation = .tanh) -> SetEncoderInput {
        var input = SetEncoderInput()
        input.embeddingWidth = 2
        input.hidden = hidden
        input.codeWidth = 4
        input.activation = activation
        return input
    }

    @Test(arguments: [[64], [], [5, 3]]) func keepsItsContract(_ hidden: [Int]) {
        var input = SetEncoderInput()
        input.hidden = hidden
        for activation in [Activation.relu, .tanh] {
            input.activation = activation
            let report = checkEncoderInput(input)
            #expect(report.passed, "\(report)")
        }
    }

    @Test func nonsenseIsRefused() {
        var input = SetEncoderInput()
        #expect(input.allProblems().isEmpty)
        input.embeddingWidth = 0
        input.hidden = [10, 0]
        input.codeWidth = 100_000
        #expect(input.allProblems().map(\.key) == ["embeddingWidth", "hidden[1]", "codeWidth"])
    }

    /// The code of one row of four features; embeddings and cells are put in an order.
    private static func code(
        _ values: [Double], _ observed: [Double], order: [Int] = [0, 1, 2, 3], movesEmbeddings: Bool = true
    ) throws -> (code: [Double], store: ParameterStore) {
        let tape = Tape(precision: .float64)
        let shape = TensorShape(features: 4)
        let result = small().forward(
            tape.constant(order.map { values[$0] }, shape), observed: tape.constant(order.map { observed[$0] }, shape),
            in: ParameterScope(tape, group: .encoder))
        let program = try tape.finish(outputs: [result])
        let store = tape.store
        store.initialise(from: RandomStream(seed: 4))
        let embeddings = try #require(store.parameter(named: "encoder.embeddings"))
        let start = store.values(of: embeddings)
        if movesEmbeddings {
            store.setValues(order.flatMap { [start[2 * $0], start[2 * $0 + 1]] }, of: embeddings)
        }
        let workspace = Workspace(program)
        workspace.forward()
        return (workspace.read(result.view), store)
    }

    private static func distance(_ a: [Double], _ b: [Double]) -> Double {
        a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    @Test func theOrderOfFeaturesDoesNotMatter() throws {
        let values = [0.3, .nan, -1.2, 2], observed = [1.0, 0, 1, 1]
        let code = try Self.code(values, observed).code
        for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
            #expect(Self.distance(try Self.code(values, observed, order: order).code, code) < 1e-14)
            // Which feature a value belongs to does matter.
            let other = try Self.code(values, observed, order: order, movesEmbeddings: false).code
            #expect(Self.distance(other, code) > 1e-3)
        }
    }

    @Test func nothingObservedGivesZeros() throws {
        #expect(try Self.code([1, .nan, .infinity, -3], [0, 0, 0, 0]).code == [0, 0, 0, 0])
    }

    /// Σ over the observed features of tanh(V tanh(W [x e, e] + b) + c), by plain loops.
    @Test func theCodeIsTheSumOfItsFormula() throws {
        let values = [0.3, .nan, -1.2, 2], observed = [1.0, 0, 1, 1]
        let (code, store) = try Self.code(values, observed)
        func numbers(_ name: String) throws -> [Double] {
            store.values(of: try #require(store.parameter(named: "encoder.\(name)")))
        }
        let embeddings = try numbers("embeddings")
        func layer(_ name: String, _ input: [Double], _ width: Int) throws -> [Double] {
            let weight = try numbers("\(name).weight"), bias = try numbers("\(name).bias")
            return (0..<width).map { unit in
                let sum = input.indices.reduce(bias[unit]) { $0 + input[$1] * weight[$1 * width + unit] }
                return Double.tanh(sum)
            }
        }
        var wanted = [Double](repeating: 0, count: 4)
        for feature in 0..<4 where observed[feature] == 1 {
            let embedding = Array(embeddings[2 * feature..<2 * feature + 2])
            let units = try layer("layer0", embedding.map { $0 * values[feature] } + embedding, 3)
            for (place, number) in try layer("output", units, 4).enumerated() { wanted[place] += number }
        }
        #expect(Self.distance(code, wanted) < 1e-12)
    }
}
