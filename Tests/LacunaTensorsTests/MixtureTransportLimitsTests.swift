import Testing

@testable import LacunaTensors

/// Implicit reparametrisation of mixtures with one component, in single precision, in views, and at extremes.
@Suite struct MixtureTransportLimitsTests {
    private static let shape = TensorShape(rows: 2, samples: 3, features: 2)

    /// z = location + scale · t, and the gradient of the degrees of freedom is −(∂F/∂ν) / f.
    @Test(arguments: [false, true]) func oneComponentIsOrdinary(isStudentT: Bool) throws {
        let z = numbers(TensorShape(rows: 2, samples: 3, features: 2), seed: 31, low: -4, high: 4)
        let cells = TensorShape(rows: 2, features: 2)
        let locations = numbers(cells, seed: 32), scales = numbers(cells, seed: 33, low: 0.4, high: 1.6)
        let degrees = numbers(cells, seed: 34, low: 0.5, high: 20), upstream = numbers(z.0, seed: 35).1
        var parameters = [(TensorShape.scalar, [0.7]), locations, scales]
        if isStudentT { parameters.append(degrees) }
        let gradient = try MixtureTransportTests.gradient(latents: z, upstream: upstream, parameters: parameters)
        var expected = [Double](repeating: 0, count: isStudentT ? 13 : 9)
        for index in z.1.indices {
            let cell = index / 6 * 2 + index % 2
            let t = (z.1[index] - locations.1[cell]) / scales.1[cell]
            expected[1 + cell] += upstream[index]
            expected[5 + cell] += upstream[index] * t
            guard isStudentT else { continue }
            let nu = degrees.1[cell], step = 1e-5
            let slope =
                (DistributionalTransform.massBelow(t, nu + step) - DistributionalTransform.massBelow(t, nu - step))
                / (2 * step)
            let density = DistributionalTransform.density(t, nu) / scales.1[cell]
            expected[9 + cell] -= upstream[index] * slope / density
        }
        let worst = zip(gradient, expected).map { abs($0 - $1) / (1 + abs($1)) }.max() ?? .infinity
        #expect(worst < 1e-7)
    }

    /// Between two components far apart a unit of a log-weight moves a latent by the limit times the scales around it, and
    /// nothing else changes; a latent that is slower anyway keeps its gradient.
    @Test(arguments: [false, true]) func theVelocityHasALimit(isStudentT: Bool) throws {
        func gradient(_ z: Double, limit: Double) throws -> [Double] {
            let cells = TensorShape(samples: 2, features: 1)
            var parameters = [(TensorShape(features: 2), [0.3, -0.4]), (cells, [-2.0, 3]), (cells, [0.3, 0.5])]
            if isStudentT { parameters.append((cells, [9, 12])) }
            return try MixtureTransportTests.gradient(
                latents: (.scalar, [z]), upstream: [2], parameters: parameters, velocityLimit: limit)
        }
        let free = try gradient(-0.6, limit: .infinity), held = try gradient(-0.6, limit: 4)
        // What the latent can come from is nearly the first component alone: its share of the location's gradient.
        let share = free[2] / 2
        let width = share * 0.3 + (1 - share) * 0.5
        #expect(abs(free[0]) > 100)
        #expect(abs(abs(held[0]) - 2 * 4 * width) < 1e-9)
        #expect(held[0].sign == free[0].sign && abs(held[0] + held[1]) < 1e-9)
        for cell in 2..<free.count { #expect(abs(held[cell] - free[cell]) < 1e-12 * (1 + abs(free[cell]))) }
        #expect(try gradient(-2.1, limit: 4) == gradient(-2.1, limit: .infinity))
    }

    /// Two components alike are one component: nothing goes to their weights.
    @Test(arguments: [false, true]) func likeComponentsAreOne(isStudentT: Bool) throws {
        let z = numbers(TensorShape(samples: 4, features: 2), seed: 41, low: -6, high: 6)
        let upstream = numbers(z.0, seed: 42).1
        func gradient(_ components: Int) throws -> [Double] {
            let shape = TensorShape(samples: components, features: 2)
            func repeated(_ values: [Double]) -> (TensorShape, [Double]) {
                (shape, (0..<components).flatMap { _ in values })
            }
            var parameters = [
                (TensorShape(features: components), [Double](repeating: 0, count: components)), repeated([0.3, -1]),
                repeated([0.8, 1.7]),
            ]
            if isStudentT { parameters.append(repeated([2.5, 30])) }
            return try MixtureTransportTests.gradient(latents: z, upstream: upstream, parameters: parameters)
        }
        let one = try gradient(1), two = try gradient(2)
        #expect(two[..<2].allSatisfy { abs($0) < 1e-12 })
        for block in 0..<(isStudentT ? 3 : 2) {
            for latent in 0..<2 {
                let start = 2 + 4 * block + latent
                let sum = two[start] + two[start + 2], whole = one[1 + 2 * block + latent]
                #expect(abs(sum - whole) < 1e-12 * (1 + abs(whole)))
            }
        }
    }

    /// Normal components are a kernel of their own; Student's t components become them, up to terms in 1/ν.
    @Test func studentTBecomesNormal() throws {
        let components = TensorShape(rows: 2, samples: 3, features: 2)
        let parameters = [
            numbers(TensorShape(rows: 2, features: 3), seed: 71), numbers(components, seed: 72),
            numbers(components, seed: 73, low: 0.4, high: 1.6),
        ]
        let z = numbers(Self.shape, seed: 74, low: -6, high: 6), upstream = numbers(Self.shape, seed: 75).1
        let normal = try MixtureTransportTests.gradient(latents: z, upstream: upstream, parameters: parameters)
        let studentT = try MixtureTransportTests.gradient(
            latents: z, upstream: upstream, parameters: parameters + [(.scalar, [1e13])])
        let worst = zip(normal, studentT).map { abs($0 - $1) / (1 + abs($0)) }.max() ?? .infinity
        #expect(worst < 1e-9 && worst > 0)
    }

    @Test(arguments: [false, true]) func singlePrecisionAgrees(isStudentT: Bool) throws {
        let components = TensorShape(rows: 2, samples: 3, features: 2)
        func rounded(_ input: (TensorShape, [Double])) -> (TensorShape, [Double]) {
            (input.0, input.1.map { Double(Float($0)) })
        }
        var parameters = [
            rounded(numbers(TensorShape(rows: 2, features: 3), seed: 51)), rounded(numbers(components, seed: 52)),
            rounded(numbers(components, seed: 53, low: 0.4, high: 1.6)),
        ]
        if isStudentT { parameters.append(rounded(numbers(components, seed: 54, low: 0.5, high: 30))) }
        let z = rounded(numbers(Self.shape, seed: 55, low: -4, high: 4))
        let upstream = rounded(numbers(Self.shape, seed: 56)).1
        let results = try Precision.allCases.map {
            try MixtureTransportTests.gradient($0, latents: z, upstream: upstream, parameters: parameters)
        }
        // All work is done in 64 bits; only what goes in and out is rounded.
        let worst = zip(results[0], results[1]).map { abs($0 - $1) / (1e-6 + abs($1)) }.max() ?? .infinity
        #expect(worst < 3e-7 && worst > 0)
    }

    /// Parameters cut out of one head, and one number of degrees of freedom for all, as families use them.
    @Test(arguments: [false, true]) func viewsOfOneHead(isStudentT: Bool) throws {
        let head = numbers(TensorShape(rows: 2, samples: 3, features: 4), seed: 61, low: 0.5, high: 1.5)
        let degrees = numbers(.scalar, seed: 62, low: 3, high: 4)
        let logits = numbers(TensorShape(rows: 2, features: 3), seed: 63)
        let z = numbers(Self.shape, seed: 64), upstream = numbers(Self.shape, seed: 65).1
        let tape = Tape(precision: .float64)
        let whole = tape.variable("head", head.0), nu = tape.variable("ν", .scalar)
        let weights = tape.variable("weights", logits.0)
        let latent = tape.constant(z.1, z.0)
        // The head is used once more, so that its gradient is added to.
        let moved = tape.mixtureTransport(
            latent, logWeights: weights, location: whole.features(0..<2), scale: whole.features(2..<4),
            degreesOfFreedom: isStudentT ? nu : nil)
        let total =
            (moved * tape.constant(upstream, Self.shape)).sum(over: .features).sum(over: .samples).sum(over: .rows)
            + whole.sum(over: .features).sum(over: .samples).sum(over: .rows)
        let workspace = Workspace(try tape.finish(objectives: [Objective(total, groups: .variables)]))
        for (tensor, values) in [(whole, head.1), (nu, degrees.1), (weights, logits.1)] {
            workspace.write(values, to: tensor.view)
        }
        workspace.forward()
        workspace.backward()
        let cells = TensorShape(rows: 2, samples: 3, features: 2)
        func half(_ start: Int) -> [Double] { head.1.indices.filter { $0 % 4 / 2 == start }.map { head.1[$0] } }
        var parameters = [logits, (cells, half(0)), (cells, half(1))]
        if isStudentT { parameters.append((cells, [Double](repeating: degrees.1[0], count: 12))) }
        let apart = try MixtureTransportTests.gradient(latents: z, upstream: upstream, parameters: parameters)
        let gradient = workspace.readGradient(whole.view).map { $0 - 1 }
        for cell in 0..<12 {
            let place = cell / 2 * 4 + cell % 2
            #expect(abs(gradient[place] - apart[6 + cell]) < 1e-12)
            #expect(abs(gradient[place + 2] - apart[18 + cell]) < 1e-12)
        }
        #expect(zip(workspace.readGradient(weights.view), apart).allSatisfy { abs($0 - $1) < 1e-12 })
        guard isStudentT else { return }
        #expect(abs(workspace.readGradient(nu.view)[0] - apart[30...].reduce(0, +)) < 1e-12)
    }

    /// Narrow components far apart, latents between and beyond them, weights that vanish.
    @Test(arguments: Precision.allCases) func extremesStayFinite(_ precision: Precision) throws {
        let extremes = [-50.0, 0, 50]
        for isStudentT in [false, true] {
            for scale in [1e-4, 1, 50] {
                for gap in extremes {
                    for z in [-1e3, -50, 0, 1e-3, 50, 1e3] {
                        let shape = TensorShape(samples: 2, features: 2)
                        var parameters = [
                            (TensorShape(features: 2), [-gap, gap]), (shape, [gap, -gap, -gap, 50]),
                            (shape, [scale, 1e-4, 1e-4, scale]),
                        ]
                        if isStudentT { parameters.append((shape, [0.1, 1e6, 3, 50])) }
                        let gradient = try MixtureTransportTests.gradient(
                            precision, latents: (TensorShape(samples: 2, features: 2), [z, -z, z, z]),
                            upstream: [1, -2, 3, 1e4], parameters: parameters)
                        #expect(gradient.allSatisfy { $0.isFinite }, "z = \(z), \(parameters)")
                    }
                }
            }
        }
    }

    @Test func shapesThatDoNotFitAreNamed() {
        let tape = Tape(precision: .float64)
        let latent = tape.constant([1, 2], TensorShape(features: 2))
        _ = tape.mixtureTransport(
            latent, logWeights: tape.constant([0, 0], TensorShape(samples: 2)), location: tape.constant(0),
            scale: tape.constant(1))
        _ = tape.mixtureTransport(
            latent, logWeights: tape.constant([0, 0], TensorShape(features: 2)),
            location: tape.constant([1, 2, 3], TensorShape(samples: 3)), scale: tape.constant(1))
        #expect(tape.problems.count == 2 && tape.problems.allSatisfy { $0.hasPrefix("mixtureTransport: ") })
    }
}
