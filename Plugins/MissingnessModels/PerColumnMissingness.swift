import LacunaCore

/// A missingness model for each of some columns, with parameters of its own, and one for all others together.
///
/// ```json5
/// { type: "perColumn", columns: { salary: "selfMasking", age: { type: "selfMaskingKnown", direction: "below" } } }
/// ```
///
/// Columns with an ignorable model are not explained. Given the values, the patterns of columns with different models are
/// independent of each other; where every model but the ignorable ones has log-odds of its own, so have all together.
///
/// One model without log-odds of its own, such as `linear` or `neural`, makes the whole one that has none: the missing cells
/// of every column are then integrated out by draws (`model.integration: exact` is refused), and samplers refresh all missing
/// cells of a row at once, of which fewer proposals are accepted than column by column.
public struct PerColumnMissingness: MissingnessModel {
    public static let name = "perColumn"
    public static let summary = "a missingness model for each of some columns, and one for the others"
    public static let references = [Reference.notMissingAtRandom]

    public static let keyDescriptions = [
        KeyDescription("columns", "models by the names of columns"),
        KeyDescription("others", "model of the columns that have none of their own"),
    ]

    /// Models by the names of columns.
    public var columns: [String: Choice<MissingnessModels>] = [:]
    /// The model of the columns that `columns` does not name.
    public var others: Choice<MissingnessModels> = "ignorable"

    public init() {}

    /// Models of some columns and of the others.
    public init(columns: [String: Choice<MissingnessModels>], others: Choice<MissingnessModels> = "ignorable") {
        self.columns = columns
        self.others = others
    }

    /// Models, as values, of some columns and of the others.
    public init(columns: [String: any MissingnessModel], others: some MissingnessModel = IgnorableMissingness()) {
        self.init(columns: columns.mapValues { Choice($0) }, others: Choice(others))
    }

    public func problems() -> [ConfigurationProblem] {
        let choices = columns.sorted { $0.key < $1.key }.map { ("columns.\($0.key)", $0.value) } + [("others", others)]
        return choices.filter { $1.name == Self.name }.map { key, _ in
            ConfigurationProblem(
                key: key, message: "must not be perColumn again; name its columns beside the others, one level up")
        }
    }

    public func problems(with columns: [ColumnMissingness]) -> [String] {
        let named = NamedColumns.problems(
            self.columns.keys, among: columns, explains: { (try? model(of: $0).isIgnorable) == false }
        ) { column in
            guard let model = try? model(of: column.name) else { return [] }
            // The direction of the only column is meant for it, though it stands where it is the default of many.
            let known = model as? SelfMaskingKnown
            let direction = known.flatMap { $0.columns[column.name] == nil ? $0.direction : nil } ?? .unexplained
            return problems(of: model, with: [column], in: columns)
                + SelfMaskingKnown.problems(of: direction, for: column)
        }
        let rest = columns.filter { self.columns[$0.name] == nil }
        guard let model = try? others.member() else { return named }
        return named + problems(of: model, with: rest, in: columns).map { "others: \($0)" }
    }

    /// What does not fit between the keys of a model and the columns that it explains, among all of the table.
    private func problems(
        of model: any MissingnessModel, with own: [ColumnMissingness], in table: [ColumnMissingness]
    ) -> [String] {
        guard let known = model as? SelfMaskingKnown else { return model.problems(with: own) }
        let names = Set(own.map(\.name))
        return known.problems(
            with: own,
            elsewhere: table.filter { !names.contains($0.name) }.map { column in
                (column.name, self.columns[column.name] == nil ? "others" : "columns.\(column.name)")
            })
    }

    public func notes(with columns: [ColumnMissingness]) -> [String] {
        let named = columns.flatMap { column -> [String] in
            guard let model = try? self.columns[column.name]?.member() else { return [] }
            return model.notes(with: [column]).map { "columns.\(column.name): \($0)" }
        }
        let rest = columns.filter { self.columns[$0.name] == nil }
        return named + ((try? others.member().notes(with: rest)) ?? []).map { "others: \($0)" }
    }

    public var isIgnorable: Bool {
        ([others] + columns.values).allSatisfy { (try? $0.member().isIgnorable) ?? false }
    }

    public func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        if let own = ownLogOdds(for: columns, in: scope) {
            return own.logProbability(of: pattern, given: values, for: columns)
        }
        let terms = groups(for: columns, in: scope).map { group -> Tensor in
            let flags = scope.tape.concatenate(group.places.map { pattern.features($0..<$0 + 1) }, along: .features)
            return group.model.logProbability(of: flags, given: values, for: group.columns, in: group.scope)
        }
        // Without a group there were log-odds of its own: those of no column.
        guard let first = terms.first else {
            return IgnorableMissingness().logProbability(of: pattern, given: values, for: columns, in: scope)
        }
        return terms.dropFirst().reduce(first) { $0 + $1 }
    }

    public func ownLogOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds? {
        var parts: [(columns: [FeatureEntry], odds: OwnLogOdds)] = []
        for group in groups(for: columns, in: scope) {
            guard let odds = group.model.ownLogOdds(for: group.columns, in: group.scope) else { return nil }
            parts.append((group.columns, odds))
        }
        return .joined(parts, for: columns, on: scope.tape)
    }

    public func logPrior(for columns: [FeatureEntry], in scope: ParameterScope) -> Tensor? {
        let terms = groups(for: columns, in: scope).compactMap { $0.model.logPrior(for: $0.columns, in: $0.scope) }
        guard let first = terms.first else { return nil }
        return terms.dropFirst().reduce(first) { $0 + $1 }
    }

    /// Columns that share a model.
    private struct Group {
        var model: any MissingnessModel
        var scope: ParameterScope
        var columns: [FeatureEntry] = []
        /// Where the columns stand in the pattern.
        var places: [Int] = []
    }

    /// The groups of explained columns: the named ones one by one, and then all others.
    private func groups(for columns: [FeatureEntry], in scope: ParameterScope) -> [Group] {
        do {
            var named: [Group] = []
            var rest = Group(model: try others.member(), scope: scope["others"])
            for (place, column) in columns.enumerated() {
                if self.columns[column.name] == nil {
                    rest.columns.append(column)
                    rest.places.append(place)
                } else {
                    let model = try model(of: column.name)
                    named.append(
                        Group(
                            model: model, scope: scope["column\(column.offset)"], columns: [column], places: [place]))
                }
            }
            return (named + [rest]).filter { !$0.model.isIgnorable && !$0.columns.isEmpty }
        } catch {
            scope.tape.fail("the missingness model perColumn: \(error)")
            return []
        }
    }

    private func model(of column: String) throws -> any MissingnessModel {
        try (columns[column] ?? others).member()
    }
}
