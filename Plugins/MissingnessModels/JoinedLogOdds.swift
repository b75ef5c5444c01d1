import LacunaCore

extension OwnLogOdds {
    /// The log-odds of columns from those of groups of them; columns of no group are not explained.
    ///
    /// - Parameters:
    ///   - groups: Columns, each in one group at most, with their log-odds.
    ///   - columns: All columns, in the order of the result.
    ///   - tape: What records.
    static func joined(
        _ groups: [(columns: [FeatureEntry], odds: OwnLogOdds)], for columns: [FeatureEntry], on tape: Tape
    ) -> OwnLogOdds {
        if let whole = groups.first, whole.columns == columns { return whole.odds }
        var places: [Int: (odds: OwnLogOdds, column: Int, feature: Int)] = [:]
        for group in groups {
            var feature = 0
            for (column, entry) in group.columns.enumerated() {
                places[entry.offset] = (group.odds, column, feature)
                feature += entry.width
            }
        }
        func zeros(_ count: Int) -> Tensor {
            tape.constant([Double](repeating: 0, count: count), TensorShape(features: count))
        }
        var isExplained: [Bool] = [], slopes: [Tensor] = [], offsets: [Tensor] = []
        for entry in columns {
            guard let place = places[entry.offset] else {
                isExplained.append(false)
                slopes.append(zeros(entry.width))
                offsets.append(zeros(1))
                continue
            }
            isExplained.append(place.odds.isExplained[place.column])
            slopes.append(place.odds.slope.features(place.feature..<place.feature + entry.width))
            offsets.append(place.odds.offset.features(place.column..<place.column + 1))
        }
        return OwnLogOdds(
            isExplained: isExplained, slope: tape.concatenate(slopes, along: .features),
            offset: tape.concatenate(offsets, along: .features))
    }
}
