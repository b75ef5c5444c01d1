/// Values with weights: quantiles, mode.
public struct WeightedSample {
    private let values: [Double]
    private let cumulative: [Double]

    /// A sample of at least one value; weights need not sum to 1, but their sum must be above 0.
    public init(values: [Double], weights: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        self.values = order.map { values[$0] }
        var total = 0.0
        cumulative = order.map {
            total += weights[$0]
            return total
        }
    }

    /// The smallest value at or below which at least a share p of the weight lies.
    public func quantile(_ p: Double) -> Double {
        let target = p * (cumulative.last ?? 0)
        var low = 0, high = values.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] < target { low = middle + 1 } else { high = middle }
        }
        return values[low]
    }

    /// The half-sample mode: the shortest interval with half of the weight, again and again (Bickel and Frühwirth 2006).
    public func mode() -> Double {
        var range = values.indices
        while range.count > 2 {
            let before = range.lowerBound == 0 ? 0 : cumulative[range.lowerBound - 1]
            let half = (cumulative[range.upperBound - 1] - before) / 2
            var best = range
            var end = range.lowerBound
            for start in range {
                let base = start == 0 ? 0 : cumulative[start - 1]
                while end < range.upperBound, cumulative[end] - base < half { end += 1 }
                guard end < range.upperBound else { break }
                let width = values[end] - values[start]
                if width < values[best.upperBound - 1] - values[best.lowerBound]
                    || (best == range && end - start + 1 < range.count)
                {
                    best = start..<end + 1
                }
            }
            guard best.count < range.count else { break }
            range = best
        }
        return (values[range.lowerBound] + values[range.upperBound - 1]) / 2
    }
}
