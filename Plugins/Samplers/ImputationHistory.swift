import LacunaCore

/// The imputations that chains have visited, and how many of them each chain may make proposals from.
///
/// An imputation made from the latent where a chain stands must not shape the proposals that are to replace that latent:
/// what was imputed since the last acceptance is kept apart, and becomes available with the next one.
struct ImputationHistory {
    private let chainCount: Int
    private let featureCount: Int
    /// The features of each row that are missing; the others need no history.
    private let missing: [[Int]]
    /// Where the cells of each row begin among those of a step.
    private let offsets: [Int]
    private let stepWidth: Int
    /// Missing features of all steps, steps × (rows × chains × missing features of the row).
    private var cells: [Float] = []
    /// Imputations of each chain so far, those that it started from among them.
    private(set) var count = 0
    /// Of those, from the first, how many are available to each chain: rows × chains.
    private(set) var available: [Int]

    /// A history of what chains start from alone, available to each.
    ///
    /// - Parameters:
    ///   - imputed: Complete rows, rows × chains × features.
    ///   - observed: 1 where observed, rows × features.
    ///   - chainCount: Chains a row.
    ///   - featureCount: Features a row.
    init(_ imputed: [Double], observed: [UInt8], chainCount: Int, featureCount: Int) {
        self.chainCount = chainCount
        self.featureCount = featureCount
        let rowCount = observed.count / featureCount
        missing = (0..<rowCount).map { row in
            (0..<featureCount).filter { observed[row * featureCount + $0] == 0 }
        }
        var offsets: [Int] = [], width = 0
        for features in missing {
            offsets.append(width)
            width += features.count * chainCount
        }
        self.offsets = offsets
        stepWidth = width
        available = [Int](repeating: 1, count: rowCount * chainCount)
        append(imputed)
    }

    /// Makes room for a number of imputations, so that none is copied as they come.
    mutating func reserveCapacity(forImputations count: Int) { cells.reserveCapacity(count * stepWidth) }

    /// Takes the imputations of another step of all chains. To a chain that accepted its proposal, all before them become
    /// available: they were made from latents that it has left.
    ///
    /// - Parameters:
    ///   - imputed: Complete rows, rows × chains × features.
    ///   - accepted: 1 where the step's proposal was accepted, rows × chains.
    mutating func add(_ imputed: [Double], accepted: [Double]) {
        for chain in available.indices where accepted[chain] == 1 { available[chain] = count }
        append(imputed)
    }

    /// Complete rows, one a chain: each with the missing features of an earlier imputation of the chain.
    ///
    /// - Parameters:
    ///   - imputed: Complete rows, whose observed features are taken, rows × chains × features.
    ///   - pick: Which imputation, given the row, the chain and how many are available.
    func rows(from imputed: [Double], pick: (_ row: Int, _ chain: Int, _ available: Int) -> Int) -> [Double] {
        var picked = imputed
        for (row, features) in missing.enumerated() {
            for chain in 0..<chainCount {
                let place = row * chainCount + chain
                let source = pick(row, chain, available[place]) * stepWidth + offsets[row] + chain * features.count
                for (index, feature) in features.enumerated() {
                    picked[place * featureCount + feature] = Double(cells[source + index])
                }
            }
        }
        return picked
    }

    private mutating func append(_ imputed: [Double]) {
        for (row, features) in missing.enumerated() {
            for chain in 0..<chainCount {
                let start = (row * chainCount + chain) * featureCount
                for feature in features { cells.append(Float(imputed[start + feature])) }
            }
        }
        count += 1
    }
}
