import LacunaTensors

/// What the chains of some rows have visited: conditional means, draws of x and how often a proposal was accepted.
///
/// A chain is one sequence of imputations of a row. All steps are kept, so that draws can be taken far apart and the chains
/// be compared with each other.
public struct ChainTrace {
    /// Rows.
    public let rowCount: Int
    /// Chains a row.
    public let chainCount: Int
    /// Features of a row.
    public let featureCount: Int
    /// Steps so far.
    public private(set) var stepCount = 0
    /// E[x | z] of each step, steps × rows × chains × features.
    private var means: [Float] = []
    /// Draws of x, of the same shape.
    private var draws: [Float] = []
    /// Accepted proposals of each row, over all chains, and how many were made.
    private var accepted: [Double]
    private var hasProposals = false

    /// Nothing yet.
    public init(rowCount: Int, chainCount: Int, featureCount: Int) {
        self.rowCount = rowCount
        self.chainCount = chainCount
        self.featureCount = featureCount
        accepted = [Double](repeating: 0, count: rowCount)
    }

    /// Takes another step of all chains.
    ///
    /// - Parameters:
    ///   - means: E[x | z], rows × chains × features.
    ///   - draws: x, of the same shape.
    ///   - accepted: 1 where the chain's proposal was accepted, rows × chains; `nil` for samplers that propose nothing.
    public mutating func add(means: [Double], draws: [Double], accepted: [Double]? = nil) {
        stepCount += 1
        for number in means { self.means.append(Float(number)) }
        for number in draws { self.draws.append(Float(number)) }
        guard let accepted else { return }
        hasProposals = true
        for row in 0..<rowCount {
            for chain in 0..<chainCount { self.accepted[row] += accepted[row * chainCount + chain] }
        }
    }

    /// The results of all rows: the mean of the conditional means, draws far apart, and how well the chains agree.
    ///
    /// - Parameter rows: The rows that the chains belong to.
    public func results(_ rows: ConditionalRows) -> [RowImputation] {
        (0..<rowCount).map { result(row: $0, rows) }
    }

    private func result(row: Int, _ rows: ConditionalRows) -> RowImputation {
        let count = stepCount * chainCount
        var sums = [Double](repeating: 0, count: featureCount)
        for step in 0..<stepCount {
            for chain in 0..<chainCount {
                let start = place(step, row, chain)
                for feature in 0..<featureCount { sums[feature] += Double(means[start + feature]) }
            }
        }
        var result = RowImputation(
            summary: sums.map { Float($0 / Double(count)) },
            draws: (0..<rows.request.drawCount).map { self.draw($0, of: rows.request.drawCount, row: row) },
            diagnostics: diagnostics(row: row, rows))
        if rows.request.summary != .mean || !rows.request.quantiles.isEmpty {
            var all: [Float] = []
            all.reserveCapacity(count * featureCount)
            for step in 0..<stepCount {
                let start = place(step, row, 0)
                all += draws[start..<start + chainCount * featureCount]
            }
            rows.summarise(&result, row: row, draws: all, weights: [Double](repeating: 1, count: count))
        }
        return result
    }

    private func place(_ step: Int, _ row: Int, _ chain: Int) -> Int {
        ((step * rowCount + row) * chainCount + chain) * featureCount
    }

    /// Of all states, chain by chain, the last of each of as many equal stretches as draws are wanted: of one draw a chain
    /// it is the chain's last state.
    private func draw(_ index: Int, of wanted: Int, row: Int) -> [Float] {
        let state = (index + 1) * stepCount * chainCount / wanted - 1
        let start = place(max(state, 0) % stepCount, row, max(state, 0) / stepCount)
        return Array(draws[start..<start + featureCount])
    }

    private func diagnostics(row: Int, _ rows: ConditionalRows) -> RowDiagnostics {
        let count = Double(stepCount * chainCount)
        var diagnostics = RowDiagnostics(effectiveSampleSize: count)
        if hasProposals { diagnostics.acceptanceRate = accepted[row] / count }
        guard rows.request.isDiagnosed else { return diagnostics }
        for feature in 0..<featureCount where rows.observed[row * featureCount + feature] == 0 {
            let chains = (0..<chainCount).map { chain in
                (0..<stepCount).map { Double(means[place($0, row, chain) + feature]) }
            }
            diagnostics.effectiveSampleSize = min(
                diagnostics.effectiveSampleSize, ChainDiagnostics.effectiveSampleSize(chains))
            if let reduction = ChainDiagnostics.splitPotentialScaleReduction(chains) {
                diagnostics.potentialScaleReduction = max(diagnostics.potentialScaleReduction ?? 1, reduction)
            }
        }
        return diagnostics
    }
}
