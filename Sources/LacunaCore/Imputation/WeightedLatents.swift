import LacunaTensors

/// What samplers that weigh latents do with them in the end: pick some by weight, draw x given each, summarise.
extension ConditionalRows {
    /// Picks from a row's weighted latents, each by its weight, with replacement (Rubin 1987).
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - row: The row, by its place among those loaded: each has randomness of its own.
    ///   - logWeights: The logarithm of each latent's weight, at least one of them finite.
    /// - Returns: The indices of the latents that were picked.
    public func picks(_ count: Int, row: Int, logWeights: [Double]) -> [Int] {
        let largest = logWeights.max() ?? 0
        var cumulative = 0.0
        let shares = logWeights.map { logWeight in
            cumulative += .exp(logWeight - largest)
            return cumulative
        }
        let random = stream.child("resample").child(Int(bitPattern: UInt(addresses[row])))
        return (0..<count).map { draw in
            var stream = random.child(draw)
            let target = stream.uniform() * cumulative
            return min(shares.partitioningIndex { $0 >= target }, shares.count - 1)
        }
    }

    /// Draws x ~ p(x | z) anew for each of some latents, also where two are the same; many latents in pieces, so that memory
    /// does not grow with the decoder.
    ///
    /// - Parameters:
    ///   - latents: rows × count × latent features.
    ///   - count: Latents a row.
    ///   - completed: Where missingness is not ignorable, the complete rows that belong to the latents, rows × count ×
    ///     features: pairs that follow p(z, x_m | x_o, s). Their missing cells are then refreshed by a step that keeps that
    ///     distribution.
    /// - Returns: For each row its draws, of all features.
    public func draws(
        given latents: [Double], count: Int, refreshing completed: [Double]? = nil
    ) throws -> [[[Float]]] {
        guard count > 0 else { return [[[Float]]](repeating: [], count: rowCount) }
        let size = min(count, 256), dimension = model.latentDimension, width = model.layout.featureCount
        let decoding = try recording("redraw.\(size).\(completed != nil)") { step in
            let latent = step.tape.input(
                "latent", TensorShape(rows: rowCount, samples: size, features: dimension))
            let decoded = step.decode(latent)
            guard completed != nil else { return ["latent": latent, "draw": decoded.sample(purpose: "draw")] }
            let current = step.tape.input("completed", TensorShape(rows: rowCount, samples: size, features: width))
            return [
                "latent": latent, "completed": current,
                "draw": step.refreshing(current, from: decoded, purpose: "draw").next,
            ]
        }
        fill(decoding)
        var draws = [[[Float]]](repeating: [], count: rowCount)
        for start in stride(from: 0, to: count, by: size) {
            // The last piece reaches back to be whole; what it shares with the one before comes out the same.
            let first = min(start, count - size)
            func piece(_ numbers: [Double], _ width: Int) -> [Double] {
                (0..<rowCount).flatMap { row in
                    let place = (row * count + first) * width
                    return numbers[place..<place + size * width]
                }
            }
            decoding.write(piece(latents, dimension), to: "latent")
            if let completed { decoding.write(piece(completed, width), to: "completed") }
            decoding.workspace.setNoise(stream.child("redraw"), firstSample: first)
            decoding.workspace.forward()
            let cells = decoding.read("draw")
            for row in 0..<rowCount {
                for draw in start - first..<size {
                    let place = (row * size + draw) * width
                    draws[row].append(cells[place..<place + width].map { Float($0) })
                }
            }
        }
        return draws
    }

    /// Puts median, mode and quantiles of missing continuous features into a result, from weighted draws of x; the means
    /// of other features are probabilities, and stay as they are.
    ///
    /// - Parameters:
    ///   - result: The row's result, whose summary holds the means.
    ///   - row: The row, by its place among those loaded.
    ///   - draws: Draws of x, draws × features.
    ///   - features: The features that the draws have, all missing ones among them; `nil` where they have all.
    ///   - weights: The weight of each draw, at least one above 0.
    public func summarise(
        _ result: inout RowImputation, row: Int, draws: [Float], of features: [Int]? = nil, weights: [Double]
    ) {
        guard request.needsSpread else { return }
        let width = model.layout.featureCount
        result.quantiles = request.quantiles.map { _ in result.summary }
        let isContinuous = model.layout.range(of: .continuous)
        for (place, feature) in (features ?? Array(0..<width)).enumerated()
        where isContinuous.contains(feature) && observed[row * width + feature] == 0 {
            let values = stride(from: place, to: draws.count, by: features?.count ?? width).map { Double(draws[$0]) }
            let sample = WeightedSample(values: values, weights: weights)
            switch request.summary {
            case .mean: break
            case .median: result.summary[feature] = Float(sample.quantile(0.5))
            case .mode: result.summary[feature] = Float(sample.mode())
            }
            for (index, level) in request.quantiles.enumerated() {
                result.quantiles[index][feature] = Float(sample.quantile(level))
            }
        }
    }
}

extension [Double] {
    /// The first index whose element meets a condition that all later ones meet too.
    func partitioningIndex(where holds: (Double) -> Bool) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
