import LacunaTensors

/// Draws of missing cells given latents and that the cells are missing.
extension ConditionalRows {
    /// Candidates of each latent in a round.
    private static let candidateCount = 32
    /// Rounds after which a cell takes one of its candidates by weight.
    private static let roundLimit = 64
    /// Latents of a row that run at once.
    private static let latentCount = 16

    /// Draws x_m ~ p(x_m | z, s) for each of some latents by rejection: of candidates x ~ p(x | z) each cell takes the first
    /// that is accepted, with the probability p(s_j = 0 | x_j) that it would be missing.
    ///
    /// The draws are exact but for cells of which all of 2048 candidates are rejected, which are hardly ever missing given
    /// z (below one in a thousand). These take one of the candidates by its weight p(s_j = 0 | x_j): importance
    /// resampling, with a bias of the order of one over the candidates that the weights are worth.
    ///
    /// - Parameters:
    ///   - latents: rows × count × latent features.
    ///   - count: Latents a row.
    /// - Returns: For each row its draws, of all features.
    /// - Throws: `LacunaError` of the kind `configuration` where the missingness model has no log-odds of each column's own.
    public func tiltedDraws(given latents: [Double], count: Int) throws -> [[[Float]]] {
        guard count > 0 else { return [[[Float]]](repeating: [], count: rowCount) }
        let size = min(count, Self.latentCount), dimension = model.latentDimension
        let proposing = try recording("tilted.\(size)") { try candidates($0, size) }
        fill(proposing)
        let columns = model.layout.entries, width = model.layout.featureCount
        let missing = (0..<rowCount).map { row in
            columns.indices.filter { observed[row * width + columns[$0].offset] == 0 }
        }
        var draws = [[[Float]]](repeating: [], count: rowCount)
        for start in stride(from: 0, to: count, by: size) {
            // The last piece reaches back to be whole; what it shares with the one before comes out the same.
            let first = min(start, count - size)
            proposing.write(
                (0..<rowCount).flatMap { row in
                    let place = (row * count + first) * dimension
                    return latents[place..<place + size * dimension]
                }, to: "latent")
            var picks = CandidatePicks(missing: missing, latentCount: size, columns: columns, featureCount: width)
            for round in 0..<Self.roundLimit where !picks.isComplete {
                proposing.workspace.setNoise(
                    stream.child("tilted").child(round), firstSample: first * Self.candidateCount)
                proposing.workspace.forward()
                picks.add(proposing, candidateCount: Self.candidateCount)
            }
            for row in 0..<rowCount { draws[row] += picks.draws(row: row)[(start - first)...] }
        }
        return draws
    }

    /// Candidates of each of some latents, side by side, with what decides about each cell.
    private func candidates(_ step: ModelStep, _ size: Int) throws -> [String: Tensor] {
        let tape = step.tape
        guard let odds = step.imputingLogOdds else {
            throw LacunaError(
                .configuration,
                """
                draws of missing cells by rejection need log-odds of being missing that depend on the column's own value, \
                but model.missingness is \(type(of: model.missingness).name); choose a sampler that weighs draws, such as \
                importanceResampling
                """)
        }
        let latent = tape.input(
            "latent", TensorShape(rows: rowCount, samples: size, features: model.latentDimension))
        let head = step.decoderHead(latent), count = Self.candidateCount, width = model.decoderHeadWidth
        let repeated = head.reshaped(to: TensorShape(rows: rowCount * size, features: width))
            .broadcast(to: TensorShape(rows: rowCount * size, samples: count, features: width))
            .reshaped(to: TensorShape(rows: rowCount, samples: size * count, features: width))
        let drawn = step.observation(head: repeated).sample(purpose: "candidate")
        let logProbability = tape.select(
            odds.isCounted, (-odds.ofObserved(given: drawn)).logSigmoid(), else: tape.constant(0))
        // −log of a uniform number is an exponential one, and −log of that a Gumbel one.
        let accepted = tape.lessThan(
            -tape.exponentialNoise(logProbability.shape, purpose: "accept"), logProbability)
        let score = logProbability - tape.exponentialNoise(logProbability.shape, purpose: "score").log()
        return ["latent": latent, "candidate": drawn.contiguous(), "accepted": accepted, "score": score]
    }
}

/// What the cells of some latents have taken of their candidates so far.
private struct CandidatePicks {
    /// The missing columns of each row.
    let missing: [[Int]]
    let latentCount: Int
    let columns: [FeatureEntry]
    let featureCount: Int
    /// Complete rows, rows × latents × features; of columns that are not missing those of a first candidate.
    private var cells: [Double]
    /// The score of what each cell has taken, rows × latents × columns; infinite where it was accepted.
    private var scores: [Double]
    /// Missing cells that have accepted none.
    private var openCount: Int
    private var isFirst = true

    init(missing: [[Int]], latentCount: Int, columns: [FeatureEntry], featureCount: Int) {
        self.missing = missing
        self.latentCount = latentCount
        self.columns = columns
        self.featureCount = featureCount
        cells = [Double](repeating: 0, count: missing.count * latentCount * featureCount)
        scores = [Double](repeating: -.infinity, count: missing.count * latentCount * columns.count)
        openCount = missing.reduce(0) { $0 + $1.count } * latentCount
    }

    /// Whether every missing cell has accepted a candidate, and every other cell has a number.
    var isComplete: Bool { openCount == 0 && !isFirst }

    /// Takes a round: of each open cell the first candidate that is accepted, else that of the highest score so far, which
    /// is one by its weight (the largest of log-weights plus Gumbel numbers).
    mutating func add(_ step: RecordedStep, candidateCount: Int) {
        let candidates = step.read("candidate"), accepted = step.read("accepted"), offered = step.read("score")
        for place in 0..<missing.count * latentCount {
            let first = place * candidateCount
            if isFirst {
                cells.replaceSubrange(
                    place * featureCount..<(place + 1) * featureCount,
                    with: candidates[first * featureCount..<(first + 1) * featureCount])
            }
            for column in missing[place / latentCount] {
                let cell = place * columns.count + column
                for candidate in first..<first + candidateCount where scores[cell] < .infinity {
                    let isAccepted = accepted[candidate * columns.count + column] == 1
                    let score = isAccepted ? .infinity : offered[candidate * columns.count + column]
                    guard score > scores[cell] else { continue }
                    scores[cell] = score
                    if isAccepted { openCount -= 1 }
                    for feature in columns[column].features {
                        cells[place * featureCount + feature] = candidates[candidate * featureCount + feature]
                    }
                }
            }
        }
        isFirst = false
    }

    /// The complete rows of a row's latents.
    func draws(row: Int) -> [[Float]] {
        (0..<latentCount).map { latent in
            let start = (row * latentCount + latent) * featureCount
            return cells[start..<start + featureCount].map { Float($0) }
        }
    }
}
