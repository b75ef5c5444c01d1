/// One value that is set from outside a configuration file, as by `--set training.steps=500`.
public struct ConfigurationOverride: Sendable, Equatable {
    /// What is set.
    public var path: ConfigurationPath
    /// What it is set to.
    public var value: ConfigurationValue

    /// A value at a path.
    public init(path: ConfigurationPath, value: ConfigurationValue) {
        self.path = path
        self.value = value
    }

    /// Reads `path=value`.
    ///
    /// The value is JSON5 where it reads as such (`500`, `true`, `[64, 64]`, `{type: "gaussian"}`), and a plain text
    /// otherwise (`standardNormal`).
    ///
    /// - Throws: `LacunaError` where there is no `=`, the path cannot be read, or the value begins like an object, an
    ///   array or a quoted text and is none.
    public init(parsing text: String) throws(LacunaError) {
        var rest = Substring(text)
        path = try ConfigurationPath(parsingPrefixOf: &rest)
        guard rest.first == "=" else {
            throw LacunaError(
                .usage, "\(SentenceText.quoted(text)) sets nothing; write path=value, such as training.steps=500")
        }
        let source = SentenceText.trimmed(rest.dropFirst())
        do {
            value = try JSON5Reader.read(source, file: "the value of \(path)").withoutPositions
        } catch {
            if let first = source.first, "{[\"'".contains(first) { throw LacunaError(.usage, error.problems) }
            value = .string(source)
        }
    }
}

extension ConfigurationValue {
    /// This tree with values set, in order, the later over the earlier.
    ///
    /// - Throws: One `LacunaError` with a sentence for each that cannot be set.
    public func applying(_ overrides: [ConfigurationOverride]) throws(LacunaError) -> ConfigurationValue {
        var result = self
        var problems: [String] = []
        for override in overrides {
            do {
                result = try result.setting(override.path, to: override.value)
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
        return result
    }
}
