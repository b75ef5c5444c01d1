/// Where a value stands in a configuration: `training.optimizer.learningRate`, `model.decoder.hidden[0]`,
/// `data.columns["a.b"]`.
public struct ConfigurationPath: Sendable, Hashable {
    /// One step of a path.
    public enum Element: Sendable, Hashable {
        /// Into an object.
        case key(String)
        /// Into an array, counted from 0.
        case index(Int)
    }

    /// The steps, from the whole configuration inwards.
    public var elements: [Element]

    /// A path of steps; without any, the whole configuration.
    public init(_ elements: [Element] = []) { self.elements = elements }

    /// Reads a path.
    ///
    /// - Throws: `LacunaError` of the kind `usage` where the text is not a path.
    public init(parsing text: String) throws(LacunaError) {
        var rest = Substring(text)
        self = try ConfigurationPath(parsingPrefixOf: &rest)
        guard rest.isEmpty else {
            throw LacunaError(
                .usage,
                "\(SentenceText.quoted(text)) is not a configuration path: \(SentenceText.quoted(rest)) is left over")
        }
    }

    /// Reads a path from the front of a text, up to an `=` or the end.
    init(parsingPrefixOf rest: inout Substring) throws(LacunaError) {
        let text = rest
        func failure(_ reason: String) -> LacunaError {
            LacunaError(
                .usage, "\(SentenceText.quoted(text)) is not a configuration path such as training.steps: \(reason)")
        }
        elements = []
        var expectsKey = true
        while let character = rest.first, character != "=" {
            if character == "[" {
                elements.append(try ConfigurationPath.bracket(&rest, failure))
                expectsKey = false
            } else if character == ".", !expectsKey {
                rest.removeFirst()
                expectsKey = true
            } else if expectsKey {
                let key = rest.prefix { $0 != "." && $0 != "[" && $0 != "=" }
                guard !key.allSatisfy(\.isWhitespace) else { throw failure("a key is missing") }
                rest.removeFirst(key.count)
                elements.append(.key(SentenceText.trimmed(key)))
                expectsKey = false
            } else {
                throw failure("expected \".\", \"[\" or \"=\", found \(SentenceText.quoted(rest.prefix(12)))")
            }
            guard elements.count <= JSON5Reader.depthLimit else { throw failure("it has too many steps") }
        }
        if expectsKey { throw failure("a key is missing") }
    }

    private static func bracket(
        _ rest: inout Substring, _ failure: (String) -> LacunaError
    ) throws(LacunaError) -> Element {
        rest.removeFirst()
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            let digits = rest.prefix { $0 != "]" }
            guard let index = Int(digits), index >= 0, rest.dropFirst(digits.count).first == "]" else {
                throw failure("an index such as [0] or a quoted key such as [\"a.b\"] is expected after \"[\"")
            }
            rest.removeFirst(digits.count + 1)
            return .index(index)
        }
        rest.removeFirst()
        let key = rest.prefix { $0 != quote }
        guard rest.dropFirst(key.count).hasPrefix("\(quote)]") else {
            throw failure("the quoted key is not closed by \(quote)]")
        }
        rest.removeFirst(key.count + 2)
        return .key(String(key))
    }

    /// The path of a value of an object.
    public func appending(_ key: String) -> ConfigurationPath { ConfigurationPath(elements + [.key(key)]) }

    /// The path of an element of an array.
    public func appending(_ index: Int) -> ConfigurationPath { ConfigurationPath(elements + [.index(index)]) }

    /// The path with every key in full; it reads back as the same path, unless a key has quotation marks of both kinds.
    var text: String {
        elements.reduce(into: "") { text, element in
            switch element {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where Self.isPlain(key): text += text.isEmpty ? key : "." + key
            case .key(let key): text += key.contains("\"") ? "['\(key)']" : "[\"\(key)\"]"
            }
        }
    }

    /// Whether a key stands without quotation marks.
    private static func isPlain(_ key: String) -> Bool {
        !key.isEmpty && key.allSatisfy { $0.isLetter || $0.isNumber || "_-$".contains($0) }
    }

    /// Whether this is another path or lies inside it.
    func isInside(_ other: ConfigurationPath) -> Bool { elements.starts(with: other.elements) }
}

extension ConfigurationPath: CustomStringConvertible {
    /// The path as it is written after `--set`.
    public var description: String {
        var text = ""
        for element in elements {
            switch element {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where Self.isPlain(key):
                text += text.isEmpty ? SentenceText.abbreviated(key) : "." + SentenceText.abbreviated(key)
            case .key(let key): text += "[\(SentenceText.quoted(key))]"
            }
        }
        return text
    }
}
