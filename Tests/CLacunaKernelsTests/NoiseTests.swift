import CLacunaKernels
import Testing

/// Noise is a function of key, address, sample and feature, and of nothing else.
@Suite struct NoiseTests {
    /// The known answers published with Random123 (Salmon et al. 2011).
    @Test func philoxKnownAnswers() {
        let cases: [(UInt64, [UInt32], [UInt32])] = [
            (0, [0, 0, 0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            (
                .max, [.max, .max, .max, .max], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
            ),
            (
                0x299f_31d0_a409_3822, [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
            ),
        ]
        for (key, counter, expected) in cases {
            #expect(philox(key: key, counter: counter) == expected)
        }
    }

    /// Every width from 1 to 20: the number is the scalar generator's word, on every instruction set.
    @Test func uniformIsMadeOfTheScalarWords() {
        let addresses: [UInt64] = [7, 0xFFFF_FFFF_0000_0001, 1 << 32, .max, 0]
        let key: UInt64 = 0x0123_4567_89AB_CDEF
        let firstSample: UInt32 = .max - 1
        var wrong: [String] = []
        for table in floatTables() {
            for features in 1...20 {
                for samples in [1, 2, 3, 7] {
                    let shape = lacuna_shape(rows: addresses.count, samples: samples, features: features)
                    let numbers = draw(.uniform, shape, key, addresses, firstSample, table)
                    for index in numbers.indices {
                        let (row, sample, feature) = shape.place(index)
                        let address = addresses[row]
                        let words = philox(
                            key: key,
                            counter: [
                                UInt32(feature / 4), firstSample &+ UInt32(sample), UInt32(truncatingIfNeeded: address),
                                UInt32(address >> 32),
                            ])
                        let expected = (Float(words[feature % 4] >> 9) + 0.5) * 0x1p-23
                        if numbers[index] != expected { wrong.append("\(table.title) \(shape) at \(index)") }
                    }
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    /// Bit for bit the same number, whatever the shape, the batch and the place in it.
    @Test(arguments: Distribution.allCases)
    func numbersDoNotDependOnShapeOrPlace(distribution: Distribution) {
        let addresses = (0..<9).map { UInt64($0) << 30 | 5 }
        var wrong: [String] = []
        for table in floatTables() {
            let whole = lacuna_shape(rows: 9, samples: 6, features: 20)
            let reference = draw(distribution, whole, 42, addresses, 100, table)
            for features in 1...20 {
                for (row, rows, sample, samples) in [
                    (0, 9, 0, 6), (8, 1, 5, 1), (3, 2, 1, 3), (2, 7, 4, 2), (5, 1, 0, 6),
                ] {
                    let shape = lacuna_shape(rows: rows, samples: samples, features: features)
                    let part = Array(addresses[row..<row + rows])
                    let numbers = draw(distribution, shape, 42, part, 100 + UInt32(sample), table)
                    for index in numbers.indices {
                        let (r, s, f) = shape.place(index)
                        let original = reference[((row + r) * 6 + sample + s) * 20 + f]
                        if numbers[index] != original { wrong.append("\(table.title) \(shape) at \(index)") }
                    }
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    /// Nothing is written beyond the result.
    @Test(arguments: Distribution.allCases)
    func nothingIsWrittenBeyondTheEnd(distribution: Distribution) {
        var wrong: [String] = []
        for table in floatTables() {
            for rows in 0...5 {
                for features in 0...20 {
                    let shape = lacuna_shape(rows: rows, samples: 3, features: features)
                    let addresses = (0..<8).map { UInt64($0) }
                    let numbers = draw(distribution, shape, 1, addresses, 0, table, margin: 64)
                    if numbers.suffix(64).contains(where: { $0 != -77 }) || numbers.dropLast(64).contains(-77) {
                        wrong.append("\(table.title) \(shape)")
                    }
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    /// The integers are the same everywhere; what is computed from them agrees to rounding, in both precisions.
    @Test(arguments: Distribution.allCases)
    func instructionSetsAgree(distribution: Distribution) {
        let addresses = (0..<50).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
        let shape = lacuna_shape(rows: 50, samples: 20, features: 10)
        let exact = drawFloat64(distribution, shape, 3, addresses, 0)
        for table in floatTables() {
            let numbers = draw(distribution, shape, 3, addresses, 0, table)
            var worst = 0.0
            for (number, reference) in zip(numbers, exact) {
                worst = max(worst, abs(Double(number) - reference) / max(1, abs(reference)))
            }
            #expect(worst <= 2e-6, "\(table.title)")
        }
    }

    /// The extremes of the words give finite numbers strictly inside the support.
    @Test func manyNumbersLieInsideTheSupport() {
        let addresses = (0..<1000).map { UInt64($0) }
        let shape = lacuna_shape(rows: 1000, samples: 10, features: 100)
        for table in floatTables() {
            let uniform = draw(.uniform, shape, 11, addresses, 0, table)
            #expect(uniform.allSatisfy { $0 > 0 && $0 < 1 }, "\(table.title)")
            let exponential = draw(.exponential, shape, 11, addresses, 0, table)
            #expect(exponential.allSatisfy { $0 > 0 && $0 < 23 }, "\(table.title)")
            let normal = draw(.normal, shape, 11, addresses, 0, table)
            #expect(normal.allSatisfy { abs($0) < 6.8 }, "\(table.title)")
        }
    }

    /// Parameters are read with their strides; tiny ones give neither 0 nor NaN.
    @Test func parametersAreReadWithTheirStrides() {
        let addresses: [UInt64] = [1, 2, 3, 4, 5]
        let parameters: [Float] = [1e-30, 1e-3, 0.3, 1, 2.5, 40, 1e6, 1e20, 3e38]
        for table in floatTables() {
            for distribution in [Distribution.gamma, .studentT] {
                let shape = lacuna_shape(rows: 5, samples: 3, features: parameters.count)
                let strides = lacuna_strides(row: 0, sample: 0, feature: 1)
                let mixed = draw(
                    distribution, shape, 9, addresses, 0, table, parameters: parameters, strides: strides)
                var same = true
                for (feature, parameter) in parameters.enumerated() {
                    let alone = draw(distribution, shape, 9, addresses, 0, table, parameters: [parameter])
                    for index in stride(from: feature, to: mixed.count, by: parameters.count) {
                        same = same && mixed[index] == alone[index]
                    }
                }
                #expect(same, "\(table.title) \(distribution)")
                #expect(mixed.allSatisfy { $0.isFinite && $0 != 0 }, "\(table.title) \(distribution)")
            }
        }
    }
}

// MARK: - Drawing

/// The members of the table that make noise.
enum Distribution: CaseIterable, Sendable {
    case uniform, normal, exponential, gamma, studentT
}

func philox(key: UInt64, counter: [UInt32]) -> [UInt32] {
    var result: [UInt32] = [0, 0, 0, 0]
    lacuna_philox(key, counter, &result)
    return result
}

extension lacuna_shape {
    fileprivate func place(_ index: Int) -> (row: Int, sample: Int, feature: Int) {
        (index / features / samples, index / features % samples, index % features)
    }
}

/// Draws with one table. A single parameter is repeated. The margin after the result is filled with −77.
func draw(
    _ distribution: Distribution, _ shape: lacuna_shape, _ key: UInt64, _ addresses: [UInt64], _ firstSample: UInt32,
    _ table: lacuna_kernels, parameters: [Float] = [2.5],
    strides: lacuna_strides = lacuna_strides(row: 0, sample: 0, feature: 0), margin: Int = 0
) -> [Float] {
    let fill = Float(-77)
    return draw(
        distribution, shape, key, addresses, firstSample, table, parameters, strides, margin, fill)
}

/// The same of the Float64 table.
func drawFloat64(
    _ distribution: Distribution, _ shape: lacuna_shape, _ key: UInt64, _ addresses: [UInt64], _ firstSample: UInt32
) -> [Double] {
    let strides = lacuna_strides(row: 0, sample: 0, feature: 0)
    return draw(
        distribution, shape, key, addresses, firstSample, lacuna_kernels_double().pointee, [2.5], strides, 0, -77)
}

private func draw<Number: BinaryFloatingPoint>(
    _ distribution: Distribution, _ shape: lacuna_shape, _ key: UInt64, _ addresses: [UInt64], _ firstSample: UInt32,
    _ kernels: lacuna_kernels, _ parameters: [Number], _ strides: lacuna_strides, _ margin: Int, _ fill: Number
) -> [Number] {
    var numbers = [Number](repeating: fill, count: shape.rows * shape.samples * shape.features + margin)
    addresses.withUnsafeBufferPointer { addresses in
        parameters.withUnsafeBytes { parameters in
            numbers.withUnsafeMutableBytes { numbers in
                guard let base = addresses.baseAddress, let y = numbers.baseAddress else { return }
                let noise = lacuna_noise(key: key, addresses: base, first_sample: firstSample)
                let operand = lacuna_operand(values: parameters.baseAddress, strides: strides)
                switch distribution {
                case .uniform: kernels.uniform(shape, noise, y)
                case .normal: kernels.normal(shape, noise, y)
                case .exponential: kernels.exponential(shape, noise, y)
                case .gamma: kernels.gamma(shape, noise, operand, y)
                case .studentT: kernels.student_t(shape, noise, operand, y)
                }
            }
        }
    }
    return numbers
}
