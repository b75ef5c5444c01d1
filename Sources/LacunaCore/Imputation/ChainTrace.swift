import LacunaTensors

/// What the chains of some rows have visited: conditional means, draws of x and how often a proposal was accepted.
///
/// A chain is one sequence of imputations of a row. Of missing features all steps are kept, as far as the request needs
/// them, so that draws can be taken far apart and the chains be compared with each other.
public struct ChainTrace {
    /// Chains a row.
    public let chainCount: Int
    /// Steps so far.
    public private(set) var stepCount = 0
    private let featureCount: Int
    /// The missing features of each row.
    private let missing: [[Int]]
    /// Where the cells of each row begin among those of a step.
    private let offsets: [Int]
    /// Cells of a step: Σ chains × missing features of the row.
    private let stepWidth: Int
    private let keepsMeans: Bool
    private let keepsDraws: Bool
    /// Σ E[x | z] over all steps and chains, the missing features of row after row.
    private var sums: [[Double]]
    /// E[x | z] of each step, steps × (rows × chains × missing features of the row); empty where none are compared.
    private var means: [Float] = []
    /// Draws of x, of the same shape; empty where none are needed.
    private var draws: [Float] = []
    /// Accepted proposals of each row, over all chains, and how many were made.
    private var accepted: [Double]
    private var hasProposals = false

    /// Nothing yet.
    ///
    /// - Parameters:
    ///   - rows: The rows that the chains belong to.
    ///   - chainCount: Chains a row.
    public init(_ rows: ConditionalRows, chainCount: Int) {
        self.chainCount = chainCount
        featureCount = rows.model.layout.featureCount
        missing = rows.missingFeatures
        var offsets: [Int] = [], width = 0
        for features in missing {
            offsets.append(width)
            width += features.count * chainCount
        }
        self.offsets = offsets
        stepWidth = width
        keepsMeans = rows.request.isDiagnosed
        keepsDraws = rows.request.needsDraws
        sums = missing.map { [Double](repeating: 0, count: $0.count) }
        accepted = [Double](repeating: 0, count: missing.count)
    }

    /// Bytes that are kept of a step.
    public var bytesPerStep: Int {
        stepWidth * MemoryLayout<Float>.size * ((keepsMeans ? 1 : 0) + (keepsDraws ? 1 : 0))
    }

    /// Makes room for a number of steps, so that none is copied as they come.
    mutating func reserveCapacity(forSteps count: Int) {
        if keepsMeans { means.reserveCapacity(count * stepWidth) }
        if keepsDraws { draws.reserveCapacity(count * stepWidth) }
    }

    /// Takes another step of all chains.
    ///
    /// - Parameters:
    ///   - means: E[x | z], rows × chains × features.
    ///   - draws: x, of the same shape.
    ///   - accepted: 1 where the chain's proposal was accepted, rows × chains; `nil` for samplers that propose nothing.
    public mutating func add(means: [Double], draws: [Double], accepted: [Double]? = nil) {
        stepCount += 1
        for (row, features) in missing.enumerated() {
            for chain in 0..<chainCount {
                let start = (row * chainCount + chain) * featureCount
                for (index, feature) in features.enumerated() {
                    sums[row][index] += means[start + feature]
                    if keepsMeans { self.means.append(Float(means[start + feature])) }
                    if keepsDraws { self.draws.append(Float(draws[start + feature])) }
                }
            }
        }
        guard let accepted else { return }
        hasProposals = true
        for row in missing.indices {
            for chain in 0..<chainCount { self.accepted[row] += accepted[row * chainCount + chain] }
        }
    }

    /// The results of all rows: the mean of the conditional means, draws far apart, and how well the chains agree.
    ///
    /// - Parameter rows: The rows that the chains belong to.
    public func results(_ rows: ConditionalRows) -> [RowImputation] {
        missing.indices.map { result(row: $0, rows) }
    }

    private func result(row: Int, _ rows: ConditionalRows) -> RowImputation {
        let count = stepCount * chainCount, wanted = rows.request.drawCount
        let completed = Array(rows.values[row * featureCount..<(row + 1) * featureCount])
        var result = RowImputation(
            summary: completed, draws: (0..<wanted).map { draw($0, of: wanted, row: row, in: completed) },
            diagnostics: diagnostics(row: row, rows))
        for (index, feature) in missing[row].enumerated() {
            result.summary[feature] = Float(sums[row][index] / Double(count))
        }
        if rows.request.needsSpread {
            var all: [Float] = []
            all.reserveCapacity(count * missing[row].count)
            for step in 0..<stepCount {
                let start = place(step, row, 0)
                all += draws[start..<start + chainCount * missing[row].count]
            }
            rows.summarise(
                &result, row: row, draws: all, of: missing[row], weights: [Double](repeating: 1, count: count))
        }
        return result
    }

    private func place(_ step: Int, _ row: Int, _ chain: Int) -> Int {
        step * stepWidth + offsets[row] + chain * missing[row].count
    }

    /// Of all states, chain by chain, the last of each of as many equal stretches as draws are wanted: of one draw a chain
    /// it is the chain's last state.
    private func draw(_ index: Int, of wanted: Int, row: Int, in completed: [Float]) -> [Float] {
        let state = max((index + 1) * stepCount * chainCount / wanted - 1, 0)
        let start = place(state % stepCount, row, state / stepCount)
        var draw = completed
        for (index, feature) in missing[row].enumerated() { draw[feature] = draws[start + index] }
        return draw
    }

    private func diagnostics(row: Int, _ rows: ConditionalRows) -> RowDiagnostics {
        let count = Double(stepCount * chainCount)
        var diagnostics = RowDiagnostics(effectiveSampleSize: count)
        if hasProposals { diagnostics.acceptanceRate = accepted[row] / count }
        guard keepsMeans else { return diagnostics }
        if stepCount < ChainDiagnostics.fewestSteps { diagnostics.shortcoming = .shortChains }
        for index in missing[row].indices {
            let chains = (0..<chainCount).map { chain in
                (0..<stepCount).map { Double(means[place($0, row, chain) + index]) }
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
