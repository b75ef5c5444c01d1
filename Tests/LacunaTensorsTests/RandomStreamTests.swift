import LacunaTensors
import Testing

/// Streams are addressed by their names; their numbers follow their distributions.
///
/// Statistical limits have a false-alarm rate of 1e-7 each: chi-square quantiles, and 5.2 standard errors of a mean.
@Suite struct RandomStreamTests {
    @Test func childrenDifferAndRepeat() {
        let root = RandomStream(seed: 1)
        var keys: Set<UInt64> = [root.key, RandomStream(seed: 2).key]
        for name in ["a", "b", "training", "imputation", ""] { keys.insert(root.child(name).key) }
        for index in -50..<50 { keys.insert(root.child(index).key) }
        for index in 0..<50 { keys.insert(root.child("a").child(index).key) }
        keys.insert(root.child("b").child("a").key)
        keys.insert(root.child("a").child("b").key)
        #expect(keys.count == 2 + 5 + 100 + 50 + 2)
        var first = root.child("a").child(3), second = RandomStream(seed: 1).child("a").child(3)
        // Drawing from a stream changes nothing for its children.
        _ = first.normal()
        #expect(first.child("x").key == second.child("x").key)
        _ = second.normal()
        let ahead = (0..<20).map { _ in first.nextWord() }
        #expect(ahead == (0..<20).map { _ in second.nextWord() })
        #expect(Set(ahead).count == 20)
    }

    @Test func shufflesAreUniform() {
        var stream = RandomStream(seed: 5)
        var counts: [[Int]: Int] = [:]
        let rounds = 24_000
        for _ in 0..<rounds {
            var list = [0, 1, 2, 3]
            stream.shuffle(&list)
            counts[list, default: 0] += 1
        }
        let expected = Double(rounds) / 24
        let square = counts.values.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(counts.count == 24)
        #expect(square < 77.4, "chi-square of 23 degrees of freedom")
        var single = [7], none: [Int] = []
        stream.shuffle(&single)
        stream.shuffle(&none)
        #expect(single == [7] && none.isEmpty)
    }

    @Test func integersStayBelowTheirBound() {
        var stream = RandomStream(seed: 6)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 {
            let number = stream.integer(below: 7)
            guard counts.indices.contains(number) else {
                Issue.record("\(number) is not below 7")
                return
            }
            counts[number] += 1
        }
        let square = counts.reduce(0.0) { $0 + (Double($1) - 10_000) * (Double($1) - 10_000) / 10_000 }
        #expect(square < 43.4, "chi-square of 6 degrees of freedom")
        #expect((0..<100).allSatisfy { _ in stream.integer(below: 1) == 0 })
        #expect((0..<100).allSatisfy { _ in (0..<Int.max).contains(stream.integer(below: .max)) })
    }

    @Test func momentsAgree() {
        var stream = RandomStream(seed: 7)
        let count = 1_000_000
        var normal = [Double](repeating: 0, count: 5), uniform = [Double](repeating: 0, count: 3)
        var outside = 0, neighbours = 0.0, before = 0.0
        for _ in 0..<count {
            let x = stream.normal(), u = stream.uniform()
            for power in 1...4 { normal[power] += (0..<power).reduce(1.0) { product, _ in product * x } }
            for power in 1...2 { uniform[power] += (0..<power).reduce(1.0) { product, _ in product * u } }
            if u <= 0 || u >= 1 || !x.isFinite { outside += 1 }
            neighbours += x * before
            before = x
        }
        let n = Double(count), limit = 5.2
        // Mean, variance, skewness and kurtosis: variances of x, x², x³, x⁴ are 1, 2, 15, 96.
        let errors = [
            normal[1] / n, (normal[2] / n - 1) / 2.0.squareRoot(), normal[3] / n / 15.0.squareRoot(),
            (normal[4] / n - 3) / 96.0.squareRoot(), neighbours / n,
            (uniform[1] / n - 0.5) * 12.0.squareRoot(), (uniform[2] / n - 1.0 / 3) * (45.0 / 4).squareRoot(),
        ]
        let worst = errors.map(abs).max() ?? .infinity
        #expect(worst * n.squareRoot() < limit, "\(errors)")
        #expect(outside == 0)
    }
}
