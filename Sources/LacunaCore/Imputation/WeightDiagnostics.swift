import LacunaTensors

/// What a set of importance weights is worth.
public enum WeightDiagnostics {
    /// (Σ w)² / Σ w² of weights given by their logarithms; 0 where all are zero.
    public static func effectiveSampleSize(logWeights: [Double]) -> Double {
        guard let largest = logWeights.max(), largest.isFinite else { return 0 }
        var sum = 0.0, squares = 0.0
        for logWeight in logWeights {
            let weight = Double.exp(logWeight - largest)
            sum += weight
            squares += weight * weight
        }
        return sum * sum / squares
    }

    /// The shape k̂ of a generalised Pareto distribution fitted to the largest weights (Vehtari, Simpson, Gelman, Yao and
    /// Gabry 2024, *Pareto smoothed importance sampling*; the fit by Zhang and Stephens 2009), or `nil` for fewer than
    /// 25 weights; infinite where one weight outshines all others beyond what numbers can tell, or none is finite.
    public static func paretoShape(logWeights: [Double]) -> Double? {
        let count = logWeights.count
        guard count >= 25 else { return nil }
        guard let largest = logWeights.max(), largest.isFinite else { return .infinity }
        let tailCount = min(count / 5, Int((3 * Double(count).squareRoot()).rounded(.up)))
        guard tailCount >= 5 else { return nil }
        let top = largestNumbers(tailCount + 1, of: logWeights)
        let threshold = Double.exp(top[0] - largest)
        let tail = top.dropFirst().map { Double.exp($0 - largest) - threshold }
        guard let end = tail.last, end > 0 else { return 0 }
        return generalisedParetoShape(tail)
    }

    /// The largest numbers in ascending order, without sorting all of them: those seen so far in a heap whose root is the
    /// smallest.
    private static func largestNumbers(_ count: Int, of numbers: [Double]) -> [Double] {
        var heap = Array(numbers.prefix(count)).sorted()
        heap.withUnsafeMutableBufferPointer { heap in
            for number in numbers.dropFirst(count) where number > heap[0] {
                // The new number sinks from the root to where both below it are larger.
                var place = 0
                while true {
                    var child = 2 * place + 1
                    guard child < heap.count else { break }
                    if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
                    guard heap[child] < number else { break }
                    heap[place] = heap[child]
                    place = child
                }
                heap[place] = number
            }
        }
        return heap.sorted()
    }

    /// Σ log(1 − θ x), by logarithms of products that stay far from overflow.
    private static func logProduct(_ theta: Double, _ exceedances: [Double]) -> Double {
        var sum = 0.0, product = 1.0
        for exceedance in exceedances {
            product *= 1 - theta * exceedance
            guard !(product > 1e-150 && product < 1e150) else { continue }
            sum += Double.log(product)
            product = 1
        }
        return sum + Double.log(product)
    }

    /// The fit to ascending exceedances, with the weak prior of the PSIS paper (equation 11: ten observations of k = .5).
    private static func generalisedParetoShape(_ exceedances: [Double]) -> Double {
        let count = exceedances.count
        let size = Double(count)
        let quartile = exceedances[max(Int(size / 4 + 0.5) - 1, 0)]
        // A tail of which most vanishes beside its largest weight: the heaviest there is.
        guard quartile > 0, let largest = exceedances.last else { return .infinity }
        let candidates = 30 + Int(size.squareRoot())
        var thetas: [Double] = [], profile: [Double] = []
        for candidate in 1...candidates {
            let step = (Double(candidates) / (Double(candidate) - 0.5)).squareRoot()
            let theta = 1 / largest + (1 - step) / (3 * quartile)
            let shape = logProduct(theta, exceedances) / size
            thetas.append(theta)
            profile.append(size * (Double.log(-theta / shape) - shape - 1))
        }
        var theta = 0.0
        for (index, value) in profile.enumerated() {
            var total = 0.0
            for other in profile { total += Double.exp(other - value) }
            theta += thetas[index] / total
        }
        let shape = logProduct(theta, exceedances) / size
        return (size * shape + 10 * 0.5) / (size + 10)
    }
}
