import CAllocationCounter
import Lacuna
import Testing

/// Steps allocate nothing once they run. Each count is made in a process of its own, where no other test allocates.
@Suite struct AllocationTests {
    struct Allocated: Error, CustomStringConvertible {
        var description: String
    }

    /// Throws where the body allocates after a first round.
    private static func check(_ what: String, _ rounds: Int, _ body: () -> Void) throws {
        let start = lacuna_allocation_count()
        // Outside of glibc allocations cannot be counted.
        guard start >= 0 else { return }
        let probe = [Int](repeating: 0, count: rounds + 1)
        guard lacuna_allocation_count() > start, probe.count > rounds else {
            throw Allocated(description: "the counter does not count")
        }
        for _ in 0..<rounds { body() }
        let before = lacuna_allocation_count()
        for _ in 0..<rounds { body() }
        let allocations = lacuna_allocation_count() - before
        guard allocations == 0 else { throw Allocated(description: "\(what): \(allocations) in \(rounds) rounds") }
    }

    @Test func trainingAllocatesNothing() async {
        await #expect(processExitsWith: .success) {
            var options = TrainingExample.options(batchSize: 32)
            options.averagingDecay = 0.999
            options.gradientNormLimit = 1
            for threadCount in [1, 2] {
                let training = try TrainingExample.training(options: options, threadCount: threadCount)
                try AllocationTests.check("steps on \(threadCount) threads", 100) { training.advance() }
            }
        }
    }

    @Test func workspacesAllocateNothing() async {
        await #expect(processExitsWith: .success) {
            for precision in Precision.allCases {
                let tape = Tape(precision: precision)
                let wide = TensorShape(rows: 3, samples: 4, features: 5)
                let x = tape.variable("x", wide)
                let square = tape.variable("a", TensorShape(rows: 3, samples: 5, features: 5))
                let identity = tape.constant(Matrix.identity(5).numbers, TensorShape(samples: 5, features: 5))
                let solved = (square.matrixProduct(square.transposed()) + identity).choleskySolve(x.transposed())
                let noisy = x + tape.normalNoise(wide, purpose: "noise") * tape.uniformNoise(wide, purpose: "more")
                let grouped = noisy.logSoftmax(groups: [2, 3]) + solved.transposed()
                let turned = tape.triangularSolve(
                    diagonal: x.slice(0..<1, along: .samples).softplus(),
                    lower: square.slice(0..<2, along: .samples).reshaped(to: TensorShape(rows: 3, features: 10)),
                    vectors: grouped)
                let first = x.slice(0..<1, along: .samples), pair = x.slice(1..<3, along: .samples)
                let moved = tape.mixtureTransport(
                    noisy, logWeights: first.features(0..<2), location: pair, scale: pair.softplus(),
                    degreesOfFreedom: first + 3)
                let density = tape.studentTLogDensity(
                    turned, location: moved, scale: x.softplus(), degreesOfFreedom: tape.constant(4))
                let loss = density.logMeanExp(over: .samples)
                let program = try tape.finish(outputs: [loss], objectives: [Objective(loss, groups: .variables)])
                let workspace = Workspace(program)
                workspace.write((0..<60).map { 0.1 * Double($0 % 7) }, to: x.view)
                workspace.write((0..<75).map { 0.2 * Double($0 % 5) }, to: square.view)
                try AllocationTests.check("a \(precision.rawValue) workspace", 20) {
                    workspace.setNoise(RandomStream(seed: 1).child("step").child(3))
                    workspace.forward()
                    workspace.backward()
                }
            }
        }
    }
}
