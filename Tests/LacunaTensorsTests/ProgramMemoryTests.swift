import Testing

@testable import LacunaTensors

/// Reusing memory changes neither values nor gradients.
@Suite struct ProgramMemoryTests {
    private static func start(_ seed: UInt64) -> [[Double]] {
        var stream = RandomStream(seed: seed).child("start")
        return (0..<3).map { _ in (0..<24).map { _ in 2 * stream.uniform() - 1 } }
    }

    private static func run(_ workspace: Workspace, _ program: RandomProgram, _ numbers: [[Double]]) -> [[Double]] {
        for (input, values) in zip(program.inputs, numbers) { workspace.write(values, to: input.view) }
        workspace.forward()
        return program.outputs.map { workspace.read($0.view) }
    }

    @Test func reuseChangesNoValue() throws {
        var smaller = 0
        for seed in 0..<60 {
            let key = UInt64(seed)
            // Without objectives memory is reused; with one, all values are kept.
            let reusing = Tape(precision: .float64), keeping = Tape(precision: .float64)
            let short = RandomProgram(on: reusing, seed: key), long = RandomProgram(on: keeping, seed: key)
            let first = Workspace(try reusing.finish(outputs: short.outputs))
            let second = Workspace(
                try keeping.finish(outputs: long.outputs, objectives: [Objective(long.objective, groups: .variables)]))
            let numbers = Self.start(key)
            let values = Self.run(second, long, numbers)
            #expect(Self.run(first, short, numbers) == values, "seed \(seed)")
            // A second run finds its memory used, not zero.
            #expect(Self.run(first, short, numbers) == values, "seed \(seed), second run")
            let kept = MemoryPlan.values(
                buffers: first.program.buffers, operations: first.program.operations, outputs: [], elementSize: 8,
                keepsAll: true)
            if first.program.arenaBytes < kept.bytes { smaller += 1 }
        }
        #expect(smaller > 50)
    }

    /// Along random directions, against central differences.
    @Test func gradientsAgreeWithDifferences() throws {
        var worst = 0.0
        for seed in 0..<60 {
            let key = UInt64(seed)
            let tape = Tape(precision: .float64)
            let program = RandomProgram(on: tape, seed: key)
            let objective = program.objective
            let workspace = Workspace(
                try tape.finish(
                    outputs: program.outputs + [objective], objectives: [Objective(objective, groups: .variables)]))
            let start = Self.start(key)
            var directions = RandomStream(seed: key).child("direction")
            let direction = start.map { $0.map { _ in 2 * directions.uniform() - 1 } }
            func value(_ step: Double) -> Double {
                let numbers = zip(start, direction).map { zip($0, $1).map { $0 + step * $1 } }
                _ = Self.run(workspace, program, numbers)
                return workspace.read(objective.view)[0]
            }
            let difference = (value(1e-6) - value(-1e-6)) / 2e-6
            _ = value(0)
            // Twice, with a dirty arena the second time.
            for _ in 0..<2 {
                workspace.backward()
                var slope = 0.0
                for (input, along) in zip(program.inputs, direction) {
                    for (gradient, part) in zip(workspace.readGradient(input.view), along) { slope += gradient * part }
                }
                let deviation = abs(slope - difference) / (1 + abs(difference))
                worst = deviation.isNaN ? .infinity : max(worst, deviation)
            }
        }
        #expect(worst < 1e-6)
    }
}
