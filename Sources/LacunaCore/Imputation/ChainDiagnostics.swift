/// How well chains agree, and how many independent draws they are worth.
public enum ChainDiagnostics {
    /// The fewest steps of chains that tell anything.
    public static let fewestSteps = 4

    /// Split-R̂: the standard deviation of all halves of chains together over that within the halves (Gelman et al. 2013,
    /// *Bayesian data analysis*, section 11.4). Near 1 where the chains have forgotten where they began.
    ///
    /// - Parameter chains: Numbers of each chain, all of one length.
    /// - Returns: `nil` for chains of fewer than 4 steps; 1 where nothing varies; infinity where only the halves differ, or
    ///   a number is not finite.
    public static func splitPotentialScaleReduction(_ chains: [[Double]]) -> Double? {
        let length = (chains.first?.count ?? 0) / 2
        guard length >= 2 else { return nil }
        let halves = chains.flatMap { [$0.prefix(length), $0.suffix(length)] }
        let moments = halves.map { ChainMoments($0) }
        let within = moments.reduce(0) { $0 + $1.variance } / Double(halves.count)
        let between = ChainMoments(moments.map(\.mean)[...]).variance
        guard within.isFinite, between.isFinite else { return .infinity }
        guard within > 0 else { return between > 0 ? .infinity : 1 }
        return (Double(length - 1) / Double(length) + between / within).squareRoot()
    }

    /// Independent draws that the mean over all chains is worth: N / (1 + 2 Σ ρ), the autocorrelations ρ summed by Geyer's
    /// initial monotone sequence over all chains together (Geyer 1992; Vehtari et al. 2021, *Rank-normalization, folding,
    /// and localization*, equation 10).
    ///
    /// Of chains longer than 4,096 steps the means of consecutive blocks are looked at: their mean is that of the chains, so
    /// that its variance tells what these are worth, in a time that does not grow with the square of their length.
    ///
    /// - Parameter chains: Numbers of each chain, all of one length.
    /// - Returns: At most N log10 N of N numbers; N where nothing varies, or where chains are too short to tell; 0 where a
    ///   number is not finite.
    public static func effectiveSampleSize(_ chains: [[Double]]) -> Double {
        let length = chains.first?.count ?? 0
        let total = Double(length * chains.count)
        guard length >= fewestSteps else { return total }
        let moments = chains.map { ChainMoments($0[...]) }
        let size = Double(length)
        let within = moments.reduce(0) { $0 + $1.variance } / Double(chains.count)
        let pooled = pooledVariance(chains)
        guard pooled.isFinite else { return 0 }
        guard pooled > 0 else { return total }
        if length > longest {
            let blocks = chains.map { Self.blocks(of: $0) }
            let variance = pooledVariance(blocks)
            guard variance > 0 else { return total }
            return min(effectiveSampleSize(blocks) * pooled / variance, total * log10(total))
        }
        func correlation(_ lag: Int) -> Double {
            var sum = 0.0
            for (chain, moment) in zip(chains, moments) {
                var products = 0.0
                for index in 0..<length - lag {
                    products += (chain[index] - moment.mean) * (chain[index + lag] - moment.mean)
                }
                sum += products / (size - 1)
            }
            return 1 - (within - sum / Double(chains.count)) / pooled
        }
        var time = -1.0, last = Double.infinity, lag = 0
        while lag + 1 < length {
            let pair = (lag == 0 ? 1 : correlation(lag)) + correlation(lag + 1)
            guard pair > 0 else { break }
            last = min(last, pair)
            time += 2 * last
            lag += 2
        }
        return total / max(time, 1 / max(1, log10(total)))
    }

    /// Steps of a chain at most whose autocorrelations are found.
    private static let longest = 4_096

    /// The means of consecutive blocks of a chain, as few that no more than `longest` remain; an incomplete last one is left out.
    private static func blocks(of chain: [Double]) -> [Double] {
        let size = (chain.count + longest - 1) / longest
        return (0..<chain.count / size).map { block in
            chain[block * size..<(block + 1) * size].reduce(0, +) / Double(size)
        }
    }

    /// The variance of the numbers of all chains, as the chains tell it of the distribution that they are from.
    private static func pooledVariance(_ chains: [[Double]]) -> Double {
        let moments = chains.map { ChainMoments($0[...]) }
        let size = Double(chains.first?.count ?? 0)
        let within = moments.reduce(0) { $0 + $1.variance } / Double(chains.count)
        let between = chains.count > 1 ? ChainMoments(moments.map(\.mean)[...]).variance : 0
        return (size - 1) / size * within + between
    }

    private static func log10(_ number: Double) -> Double { Double.log(number) / Double.log(10) }

    /// Mean and variance of some numbers.
    private struct ChainMoments {
        let mean: Double
        let variance: Double

        init(_ numbers: ArraySlice<Double>) {
            // Seen from the first number, so that numbers that are all the same vary by nothing, not by rounding.
            let first = numbers.first ?? 0
            let mean = first + numbers.reduce(0) { $0 + ($1 - first) } / Double(max(numbers.count, 1))
            self.mean = mean
            variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(numbers.count - 1, 1))
        }
    }
}
