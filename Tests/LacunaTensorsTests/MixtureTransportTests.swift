import Testing

@testable import LacunaTensors

/// Implicit reparametrisation of mixtures, against 200-digit numbers and against numerical derivatives.
@Suite struct MixtureTransportTests {
    static let logits = [0.3, -0.5, 0.9]
    static let locations = [-1.0, 0.5, 0.75, -0.25, 2.0, 1.5]
    static let scales = [0.6, 0.9, 1.1, 0.4, 0.35, 0.8]

    /// z, and g · ∂z/∂(logits, locations, scales) for g = (1, −0.5).
    ///
    /// Made with mpmath 1.3.0: the distributional transform S of the mixture at the exact doubles, differentiated by central
    /// differences with steps of 1e-60 at 200 digits (1e-300 at 1400 for the last four points, which lie in the tails),
    /// dz = −(∂S/∂z)⁻¹ ∂S/∂φ, printed as the nearest double.
    private static let golden: [([Double], [Double])] = [
        (
            [-0.9, 0.4],
            [
                -0.6169236886353462, 0.1177355919184257, 0.4991880967169205, 0.974691342553763,
                -0.4767448839194044, 0.025308657446192248, -0.02325511608059481,
                4.478910032128345e-14, -8.211912752627465e-16, 0.2287198561283269,
                0.052971653768822693, -0.07411096746167165, -0.03778956363096657,
                -3.6617001495760863e-13, 1.1291380034862763e-15,
            ]
        ),
        (
            [0.8, 0.6],
            [
                -1.0215841531319008, 0.07664084675376377, 0.944943306378137, -0.32139112674791864,
                -0.07472020793391293, 0.25713547775507983, -0.38989297214334895, 1.0642556489928388,
                -0.03538681992273811, -0.8532628941844282, -0.008302245325990323,
                -0.1467457435910352, -0.8285225658046165, -3.341074224540316, 0.03981017241308037,
            ]
        ),
        (
            [2.1, 1.2],
            [
                -0.1106752493193053, -0.0003216161034521888, 0.11099686542275748,
                2.5013947658003016e-06, -1.8766538160470964e-07, 0.06550680685259176,
                -5.785728124897464e-05, 0.9344906917526424, -0.4999419550533694,
                1.2538239119965696e-05, -1.459619634703297e-07, 0.05698405424856367,
                -0.00020973264452753306, 0.3405743718089862, 0.18747823314501355,
            ]
        ),
        (
            [-3.0, 3.5],
            [
                -0.09868256658302269, -0.000978680169971355, 0.09966124675299404,
                0.9101775617628867, -0.5, 0.08982243823711329, -4.540454439576251e-18,
                2.7514896134000047e-40, -2.4965654146666704e-41, -3.000633845474148,
                -1.6666666666666665, -0.3243717814822358, -4.256676037102735e-17,
                -3.9116574948072014e-39, -6.241413536666676e-41,
            ]
        ),
        (
            [3.2, -2.0],
            [
                -0.10018427157027131, 0.25432568157984115, -0.15414141000956985,
                2.1133655431423298e-07, -6.184703931188773e-08, 0.7009962135974503,
                -0.4121092046511555, 0.29900357506599534, -0.08789073350180517,
                1.4492767052324474e-06, 1.7179733142191036e-07, 1.5613097599681711,
                1.8029777703488052, 1.025155129929899, 0.3845219590703976,
            ]
        ),
        (
            [-40.0, 0.3],
            [
                0.009069887172697286, -0.02559629910748973, 0.016526411934792443, 0.0, -0.0, 1.0,
                -0.5, 0.0, 0.0, -0.0, 0.0, -37.04545454545454, -0.6875, 0.0, 0.0,
            ]
        ),
        (
            [-30.0, -35.0],
            [
                0.03096629116887141, -0.06661633507052951, 0.0356500439016581, -0.9184245422304951,
                -0.5, 1.918424542230495, -0.0, 0.0, 0.0, 44.37151765405997, 19.72222222222222,
                -53.618321401217585, 0.0, 0.0, 0.0,
            ]
        ),
        (
            [30.0, 28.0],
            [
                -0.03884464316954194, 0.08281800751466227, -0.04397336434512033,
                -1.2668278425024153, -0.5, 2.2668278425024155, -0.0, 0.0, 0.0, -65.42825261406023,
                -15.277777777777777, 60.263638949142646, -0.0, 0.0, 0.0,
            ]
        ),
        (
            [0.5, -45.0],
            [
                -3.2478868952257756, -0.12291491653419413, 3.3708018117599696, 0.18139959577311995,
                -0.5, 0.8173811345280144, 0.0, 0.0012192696988655744, -9.485194192214666e-182,
                0.44097115021918676, 25.27777777777778, -0.1789442389572895, 0.0,
                -0.00519663371175895, 5.513269124224774e-180,
            ]
        ),
    ]

    /// A recorded transport with all parameters free: values, and gradients one list after the other.
    static func gradient(
        _ precision: Precision = .float64, latents: (TensorShape, [Double]), upstream: [Double],
        parameters: [(TensorShape, [Double])], velocityLimit: Double = .infinity
    ) throws -> [Double] {
        let tape = Tape(precision: precision)
        let latent = tape.variable("z", latents.0)
        let free = parameters.enumerated().map { tape.variable("p\($0)", $1.0) }
        let moved = tape.mixtureTransport(
            latent, logWeights: free[0], location: free[1], scale: free[2],
            degreesOfFreedom: free.count > 3 ? free[3] : nil, velocityLimit: velocityLimit)
        let weighted = moved * tape.constant(upstream, moved.shape)
        let workspace = Workspace(
            try tape.finish(outputs: [moved], objectives: [Objective(weighted, groups: .variables)]))
        workspace.write(latents.1, to: latent.view)
        for (tensor, parameter) in zip(free, parameters) { workspace.write(parameter.1, to: tensor.view) }
        workspace.forward()
        // The second pass finds memory that the first one used.
        workspace.backward(seed: 3)
        workspace.backward()
        #expect(workspace.readGradient(latent.view).allSatisfy { $0 == 0 }, "no gradient goes to the latents")
        let rounded = precision == .float32 ? latents.1.map { Double(Float($0)) } : latents.1
        #expect(workspace.read(moved.view) == rounded, "the latents pass unchanged")
        return free.flatMap { workspace.readGradient($0.view) }
    }

    private static func deviation(_ values: [Double], _ expected: [Double]) -> Double {
        let scale = expected.map { abs($0) }.max() ?? 1
        guard values.count == expected.count else { return .infinity }
        let worst = zip(values, expected).map { abs($0 - $1) / (1e-3 * scale + abs($1)) }
        return worst.contains { $0.isNaN } ? .infinity : worst.max() ?? .infinity
    }

    private static var goldenParameters: [(TensorShape, [Double])] {
        let shape = TensorShape(samples: 3, features: 2)
        return [(TensorShape(features: 3), logits), (shape, locations), (shape, scales)]
    }

    @Test func agreesWithGoldenValues() throws {
        for (z, expected) in Self.golden {
            let gradient = try Self.gradient(
                latents: (TensorShape(features: 2), z), upstream: [1, -0.5], parameters: Self.goldenParameters)
            let deviation = Self.deviation(gradient, expected)
            #expect(deviation < 1e-12, "z = \(z): \(deviation)")
        }
    }

    /// All nine points as rows of a batch, and as samples of one row: the sum of their gradients.
    @Test func rowsAndSamplesShareParameters() throws {
        let points: [Double] = Self.golden.flatMap { $0.0 }
        let count = Self.golden.count
        var expected = [Double](repeating: 0, count: 15)
        for (_, gradient) in Self.golden { for cell in expected.indices { expected[cell] += gradient[cell] } }
        let upstream: [Double] = (0..<count).flatMap { _ in [1, -0.5] }
        for shape in [TensorShape(rows: count, features: 2), TensorShape(samples: count, features: 2)] {
            let gradient = try Self.gradient(
                latents: (shape, points), upstream: upstream, parameters: Self.goldenParameters)
            #expect(Self.deviation(gradient, expected) < 1e-12, "\(shape)")
        }
        // Each row with log-weights of its own, the rest shared.
        var parameters = Self.goldenParameters
        let repeated: [Double] = (0..<count).flatMap { _ in Self.logits }
        let own: [Double] = Self.golden.flatMap { Array($0.1[..<3]) }
        parameters[0] = (TensorShape(rows: count, features: 3), repeated)
        let gradient = try Self.gradient(
            latents: (TensorShape(rows: count, features: 2), points), upstream: upstream, parameters: parameters)
        #expect(Self.deviation(Array(gradient[..<(3 * count)]), own) < 1e-12)
        #expect(Self.deviation(Array(gradient[(3 * count)...]), Array(expected[3...])) < 1e-12)
    }

    /// Three latents, four components, rows of their own, two samples each.
    @Test(arguments: [false, true]) func agreesWithNumericalDerivatives(isStudentT: Bool) throws {
        let rows = 2, samples = 2, components = 4, latents = 3
        let shape = TensorShape(rows: rows, samples: components, features: latents)
        var parameters = [
            numbers(TensorShape(rows: rows, features: components), seed: 21), numbers(shape, seed: 22),
            numbers(shape, seed: 23, low: 0.4, high: 1.6),
        ]
        if isStudentT { parameters.append(numbers(shape, seed: 24, low: 0.7, high: 25)) }
        let z = numbers(TensorShape(rows: rows, samples: samples, features: latents), seed: 25, low: -2.5, high: 2.5)
        let upstream = numbers(z.0, seed: 26).1
        let gradient = try Self.gradient(latents: z, upstream: upstream, parameters: parameters)
        var expected: [Double] = []
        for parameter in parameters { expected += [Double](repeating: 0, count: parameter.1.count) }
        for row in 0..<rows {
            let own: [[Double]] = parameters.map { parameter in
                let count = parameter.1.count / rows
                return Array(parameter.1[row * count..<(row + 1) * count])
            }
            let transform = DistributionalTransform(
                parameters: own.flatMap { $0 }, components: components, latents: latents)
            for sample in 0..<samples {
                let start = (row * samples + sample) * latents
                let part = transform.pulledBack(
                    Array(upstream[start..<start + latents]), at: Array(z.1[start..<start + latents]))
                var source = 0, target = 0
                for parameter in own {
                    for cell in parameter.indices {
                        expected[target + row * parameter.count + cell] += part[source + cell]
                    }
                    source += parameter.count
                    target += rows * parameter.count
                }
            }
        }
        let worst = zip(gradient, expected).map { abs($0 - $1) / (1 + abs($1)) }.max() ?? .infinity
        #expect(worst < 1e-6 && worst > 0)
    }
}
