/// Reads typed values from configurations, and writes them out again with everything that holds.
public enum ConfigurationDecoding {
    /// The value that a configuration says, defaults where it says nothing.
    ///
    /// Unknown keys, wrong types, unknown names and values out of range are all found in one pass.
    ///
    /// - Parameters:
    ///   - type: What to read.
    ///   - value: What the user wrote.
    ///   - file: What sentences call the file of values whose position names none; `nil` for values of no file.
    ///   - catalog: Knows the parts by name.
    /// - Throws: One `LacunaError` of the kind `configuration` with a sentence for each problem, in the order of the
    ///   file, beginning with `FILE:LINE:COLUMN: path`, or with the path where no file holds the value.
    public static func decode<Section: Configurable>(
        _ type: Section.Type, from value: ConfigurationValue, file: String?, catalog: Catalog
    ) throws(LacunaError) -> Section {
        try decode(type, at: ConfigurationNode(given: value, fallback: nil, path: ConfigurationPath()), file, catalog)
    }

    /// A value with every default and every key of every part written out; it reads back as the same value.
    ///
    /// - Throws: `LacunaError` where a part is not in the catalog or its keys cannot be used.
    public static func effective<Section: Configurable>(
        _ value: Section, catalog: Catalog
    ) throws(LacunaError) -> ConfigurationValue {
        do {
            return try ConfigurationEncoder.encode(value, expanding: catalog)
        } catch let error as LacunaError {
            throw error
        } catch {
            throw LacunaError(.configuration, "\(Section.self) cannot be written as a configuration: \(error)")
        }
    }

    /// The value that a configuration says.
    ///
    /// - Parameters:
    ///   - type: What to read.
    ///   - node: What the user wrote, and where.
    ///   - file: What sentences call the file of values whose position names none.
    ///   - catalog: Knows the parts by name.
    ///   - problems: What was found wrong before.
    ///   - hint: What to do where the catalog lacks a part; a sentence behind all others.
    static func decode<Value: Decodable>(
        _ type: Value.Type, at node: ConfigurationNode, _ file: String?, _ catalog: Catalog,
        after problems: [LocatedConfigurationProblem] = [], whereUnknown hint: String? = nil
    ) throws(LacunaError) -> Value {
        let state = ConfigurationDecodingState(catalog: catalog)
        state.note(problems)
        var result: Value?
        do {
            result = try state.strictly(type, at: node)
        } catch let error as EndlessConfiguration {
            state.note([error.problem])
        } catch {
            state.note(error, at: node)
        }
        if let result, state.problems.isEmpty { return result }
        let hints = state.problems.contains(where: \.isUnknownPart) ? [hint].compactMap(\.self) : []
        throw LacunaError(.configuration, sentences(state.problems, file: file) + hints)
    }

    /// The problems in the order of the file, those without a place behind them.
    private static func sentences(_ problems: [LocatedConfigurationProblem], file: String?) -> [String] {
        let limit = 100
        let files = problems.reduce(into: [String: Int]()) { files, problem in
            let name = problem.position?.file ?? ""
            if files[name] == nil { files[name] = files.count }
        }
        let ordered = problems.enumerated().sorted { a, b in
            rank(a.offset, a.element.position, files).lexicographicallyPrecedes(
                rank(b.offset, b.element.position, files))
        }
        var sentences = ordered.prefix(limit).map { sentence($0.element, file: file) }
        if ordered.count > limit { sentences.append("… and \(ordered.count - limit) more problems") }
        return sentences.isEmpty ? ["the configuration cannot be read"] : sentences
    }

    private static func rank(_ offset: Int, _ position: SourcePosition?, _ files: [String: Int]) -> [Int] {
        guard let position else { return [Int.max, 0, 0, offset] }
        return [files[position.file ?? ""] ?? 0, position.line, position.column, offset]
    }

    private static func sentence(_ problem: LocatedConfigurationProblem, file: String?) -> String {
        var position = problem.position
        if position?.file == nil { position?.file = file }
        let place = position.map { "\($0): " } ?? ""
        let subject = problem.path.elements.isEmpty ? "the configuration" : problem.path.description
        return place + subject + (problem.isSentence ? ": " : " ") + problem.message
    }
}
