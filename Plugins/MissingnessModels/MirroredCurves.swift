import LacunaCore

extension SelfMasking {
    public func mirroredParameters(for columns: [FeatureEntry]) -> [MirroredParameter] {
        MaskingCurves.mirrored(columns)
    }
}

extension PerColumnMissingness {
    public func mirroredParameters(for columns: [FeatureEntry]) -> [MirroredParameter] {
        let rest = columns.indices.filter { self.columns[columns[$0].name] == nil }
        let groups =
            columns.indices.compactMap { place in
                self.columns[columns[place].name].map { ($0, "column\(columns[place].offset)", [place]) }
            } + [(others, "others", rest)]
        return groups.flatMap { choice, scope, places in
            let numbers = (try? choice.member().mirroredParameters(for: places.map { columns[$0] })) ?? []
            return numbers.map { number in
                MirroredParameter(
                    column: places[number.column], path: "\(scope).\(number.path)", index: number.index,
                    centre: number.centre)
            }
        }
    }
}

extension MaskingCurves {
    /// The numbers that mirror the curves of columns that have an order: −W (x − b) at 2c − x is W (x − (2c − b)).
    static func mirrored(_ columns: [FeatureEntry]) -> [MirroredParameter] {
        var numbers: [MirroredParameter] = []
        var feature = 0
        for (column, entry) in columns.enumerated() {
            if entry.kind != .categorical {
                let middle = entry.kind == .binary ? 0.5 : 0
                numbers.append(MirroredParameter(column: column, path: "slope", index: feature))
                numbers.append(MirroredParameter(column: column, path: "threshold", index: column, centre: middle))
            }
            feature += entry.width
        }
        return numbers
    }
}
