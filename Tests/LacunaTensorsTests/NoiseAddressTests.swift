import LacunaTensors
import Testing

/// A row's noise depends on key, purpose, address, sample and feature, and on nothing else.
@Suite struct NoiseAddressTests {
    /// Every distribution, rows × samples × features, of rows at given addresses.
    private static func noise(
        _ addresses: [UInt64], samples: Int = 5, firstSample: Int = 0, purpose: String = "latent", seed: UInt64 = 1,
        precision: Precision = .float32
    ) throws -> [[Double]] {
        let tape = Tape(precision: precision)
        let shape = TensorShape(rows: addresses.count, samples: samples, features: 3)
        let half = tape.constant(2.5)
        let outputs = [
            tape.uniformNoise(shape, purpose: purpose), tape.normalNoise(shape, purpose: purpose),
            tape.exponentialNoise(shape, purpose: purpose),
            tape.gammaNoise(shape, concentration: half, purpose: purpose),
            tape.studentTNoise(shape, degreesOfFreedom: half, purpose: purpose),
        ]
        let workspace = Workspace(try tape.finish(outputs: outputs))
        workspace.setNoise(RandomStream(seed: seed), firstSample: firstSample)
        for (row, address) in addresses.enumerated() { workspace.setAddress(ofRow: row, address) }
        workspace.forward()
        return outputs.map { workspace.read($0.view) }
    }

    @Test(arguments: Precision.allCases)
    func noiseFollowsTheAddress(precision: Precision) throws {
        let addresses: [UInt64] = [7, 1 << 40 + 3, 0, .max, 12, 13, 99]
        let alone = try addresses.map { try Self.noise([$0], precision: precision) }
        let together = try Self.noise(addresses, precision: precision)
        let reversed = try Self.noise(addresses.reversed(), precision: precision)
        for kind in together.indices {
            for row in addresses.indices {
                #expect(Array(together[kind][row * 15..<(row + 1) * 15]) == alone[row][kind])
                let mirrored = addresses.count - 1 - row
                #expect(Array(reversed[kind][mirrored * 15..<(mirrored + 1) * 15]) == alone[row][kind])
            }
            // Neighbouring and far addresses share no number.
            #expect(Set(together[kind]).count == together[kind].count)
        }
    }

    @Test func firstSampleShiftsSamples() throws {
        let whole = try Self.noise([3, 8], samples: 9), tail = try Self.noise([3, 8], samples: 4, firstSample: 5)
        for kind in whole.indices {
            for row in 0..<2 {
                let part = Array(whole[kind][(row * 9 + 5) * 3..<(row * 9 + 9) * 3])
                #expect(Array(tail[kind][row * 12..<(row + 1) * 12]) == part)
            }
        }
    }

    /// Rows that stand for samples have the noise of those samples, and noise of several samples each is theirs alone.
    @Test(arguments: Precision.allCases)
    func rowsCanStandForSamples(precision: Precision) throws {
        let addresses: [UInt64] = [7, 1 << 40 + 3]
        func noise(_ addresses: [UInt64], count: Int, samples: Int, firstSample: Int = 0) throws -> [[Double]] {
            let tape = Tape(precision: precision)
            let shape = TensorShape(rows: addresses.count * count, samples: samples, features: 3)
            let shapes = tape.constant([0.5, 2.5, 7], TensorShape(features: 3))
            let outputs = tape.countingRowsAsSamples(count) {
                [
                    tape.uniformNoise(shape, purpose: "latent"), tape.normalNoise(shape, purpose: "latent"),
                    tape.exponentialNoise(shape, purpose: "latent"),
                    tape.gammaNoise(shape, concentration: shapes, purpose: "latent"),
                    tape.studentTNoise(shape, degreesOfFreedom: shapes, purpose: "latent"),
                ]
            }
            let workspace = Workspace(try tape.finish(outputs: outputs))
            workspace.setNoise(RandomStream(seed: 1), firstSample: firstSample)
            for (row, address) in addresses.enumerated() { workspace.setAddress(ofRow: row, address) }
            workspace.forward()
            return outputs.map { workspace.read($0.view) }
        }
        func plain(_ addresses: [UInt64], samples: Int) throws -> [[Double]] {
            let tape = Tape(precision: precision)
            let shape = TensorShape(rows: addresses.count, samples: samples, features: 3)
            let shapes = tape.constant([0.5, 2.5, 7], TensorShape(features: 3))
            let outputs = [
                tape.uniformNoise(shape, purpose: "latent"), tape.normalNoise(shape, purpose: "latent"),
                tape.exponentialNoise(shape, purpose: "latent"),
                tape.gammaNoise(shape, concentration: shapes, purpose: "latent"),
                tape.studentTNoise(shape, degreesOfFreedom: shapes, purpose: "latent"),
            ]
            let workspace = Workspace(try tape.finish(outputs: outputs))
            workspace.setNoise(RandomStream(seed: 1))
            for (row, address) in addresses.enumerated() { workspace.setAddress(ofRow: row, address) }
            workspace.forward()
            return outputs.map { workspace.read($0.view) }
        }
        #expect(try noise(addresses, count: 5, samples: 1) == plain(addresses, samples: 5))
        let several = try noise(addresses, count: 4, samples: 3)
        #expect(try several == plain(addresses, samples: 12))
        // Later samples alone, and a row alone.
        let tail = try noise([addresses[1]], count: 2, samples: 3, firstSample: 2)
        for kind in tail.indices { #expect(tail[kind] == Array(several[kind].suffix(18))) }
        #expect(throws: TapeError.self) {
            let tape = Tape(precision: precision)
            _ = tape.countingRowsAsSamples(2) { tape.normalNoise(TensorShape(rows: 3), purpose: "latent") }
            _ = try tape.finish()
        }
    }

    @Test func purposesAndSeedsDiffer() throws {
        let base = try Self.noise([3])
        for other in [try Self.noise([3], purpose: "missing"), try Self.noise([3], seed: 2)] {
            for kind in base.indices { #expect(Set(base[kind]).isDisjoint(with: other[kind])) }
        }
    }
}
