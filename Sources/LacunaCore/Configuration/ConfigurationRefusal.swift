/// A problem and its place.
struct LocatedConfigurationProblem {
    var path: ConfigurationPath
    var position: SourcePosition?
    /// What follows the path in the sentence.
    var message: String
    /// Whether the message is a sentence of its own, behind a colon.
    var isSentence = false
    /// Whether a part is named that the catalog does not have.
    var isUnknownPart = false
}

/// Why a value cannot be read.
struct ConfigurationRefusal: Error {
    var problems: [LocatedConfigurationProblem]

    init(_ problems: [LocatedConfigurationProblem]) { self.problems = problems }

    init(_ node: ConfigurationNode, _ message: String, at position: SourcePosition? = nil, isSentence: Bool = false) {
        problems = [
            LocatedConfigurationProblem(
                path: node.path, position: position ?? node.given?.position, message: message, isSentence: isSentence)
        ]
    }
}

/// Why nothing more is read, whatever stands elsewhere.
struct EndlessConfiguration: Error {
    var problem: LocatedConfigurationProblem
}
