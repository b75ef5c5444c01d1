import Testing

@testable import LacunaTensors

/// Mistakes of a recording do not stop it; `finish` throws all of them, a sentence each.
@Suite struct TapeErrorTests {
    @Test func mistakesAreCollected() throws {
        let store = ParameterStore(precision: .float32)
        let tape = Tape(store: store)
        let a = tape.input("a", TensorShape(rows: 2, features: 3)), b = tape.input("b", TensorShape(features: 4))
        let scope = ParameterScope(tape, group: .decoder)
        _ = scope.parameter("p", TensorShape(features: 2))
        let mistakes: [(words: [String], make: () -> Void)] = [
            (["+", "2×1×3", "1×1×4"], { _ = a + b }),
            (["broadcast", "2×1×3"], { _ = a.broadcast(to: TensorShape(rows: 3, features: 3)) }),
            (["slice", "2..<5", "features"], { _ = a.features(2..<5) }),
            (["slice", "0..<0"], { _ = a.slice(0..<0, along: .rows) }),
            (["reshape", "6", "4"], { _ = a.reshaped(to: TensorShape(features: 4)) }),
            (["constant", "3 numbers"], { _ = tape.constant([1, 2, 3], TensorShape(features: 2)) }),
            (["matrixProduct", "1×1×4"], { _ = a.matrixProduct(b) }),
            (["concatenate", "rows"], { _ = tape.concatenate([a, b], along: .rows) }),
            (["concatenate", "no tensors"], { _ = tape.concatenate([], along: .rows) }),
            (["gather", "7"], { _ = a.gather([0, 7], along: .features) }),
            (["logSoftmax", "[1, 1]"], { _ = a.logSoftmax(groups: [1, 1]) }),
            (["select"], { _ = tape.select(a, a, else: b) }),
            (["lessThan"], { _ = tape.lessThan(a, b) }),
            (["oneHotMaximum", "[2, 2]", "2×1×3"], { _ = a.oneHotMaximum(groups: [2, 2]) }),
            (["oneHotMaximum", "[3, 0]"], { _ = a.oneHotMaximum(groups: [3, 0]) }),
            (["gaussianLogDensity"], { _ = tape.gaussianLogDensity(a, mean: b, standardDeviation: a) }),
            (["noise"], { _ = tape.gammaNoise(TensorShape(features: 2), concentration: a, purpose: "n") }),
            (["CholeskySolve"], { _ = a.choleskySolve(b) }),
            (["gradient gate"], { a.gradientGate().setFactor(b) }),
            (["decoder.p", "1×1×2", "1×1×5"], { _ = scope.parameter("p", TensorShape(features: 5)) }),
        ]
        for mistake in mistakes { mistake.make() }
        let error = #expect(throws: TapeError.self) { _ = try tape.finish() }
        let problems = error?.problems ?? []
        // One mistake may be told twice where its stand-in does not fit on; none may be missing.
        for (words, _) in mistakes {
            let isTold = problems.contains { problem in words.allSatisfy { problem.contains($0) } }
            #expect(isTold, "no sentence with \(words) in \(problems)")
        }
        #expect(error?.description.split(separator: "\n").count == problems.count)
    }

    @Test func layersWithOtherInputsAreRefused() throws {
        let store = ParameterStore(precision: .float32)
        let tape = Tape(store: store)
        let scope = ParameterScope(tape, group: .encoder)["layer"]
        _ = scope.linear(tape.input("x", TensorShape(rows: 4, features: 3)), width: 2)
        _ = scope.linear(tape.input("y", TensorShape(rows: 4, features: 5)), width: 2)
        let error = #expect(throws: TapeError.self) { _ = try tape.finish() }
        #expect(
            error?.description.contains("encoder.layer.weight has the shape 1×3×2 and cannot be used as 1×5×2") == true)
    }

    @Test func newParametersAfterTheLayoutAreRefused() throws {
        let store = ParameterStore(precision: .float32)
        _ = ParameterScope(Tape(store: store), group: .prior).parameter("old", .scalar)
        store.initialise(from: RandomStream(seed: 1))
        let tape = Tape(store: store)
        _ = ParameterScope(tape, group: .prior).parameter("old", .scalar)
        _ = try tape.finish()
        let other = Tape(store: store)
        _ = ParameterScope(other, group: .prior).parameter("new", .scalar)
        let error = #expect(throws: TapeError.self) { _ = try other.finish() }
        #expect(error?.problems == ["the model has no parameter prior.new; it has been laid out already"])
    }

    @Test func aDoubleMistakeIsNotATrap() throws {
        let tape = Tape(precision: .float64)
        let a = tape.input("a", TensorShape(rows: 2, features: 3)),
            b = tape.input("b", TensorShape(rows: 5, features: 3))
        let wrong = (a + b).matrixProduct(b).transposed().features(4..<9).logSumExp(over: .samples)
        #expect(throws: TapeError.self) { _ = try tape.finish(objectives: [Objective(wrong * a, groups: .all)]) }
    }
}
