extension ConfigurationValue {
    /// The tree as JSON, keys in their order, numbers in their shortest form.
    ///
    /// Infinities and NaN, which JSON cannot say, are written as JSON5 does.
    ///
    /// - Parameter pretty: Whether to break lines and indent by two spaces; lists of plain values stay on one line.
    public func rendered(pretty: Bool = true) -> String {
        var text = ""
        render(into: &text, pretty: pretty, indentation: "")
        return text
    }

    private func render(into text: inout String, pretty: Bool, indentation: String) {
        switch kind {
        case .null: text += "null"
        case .boolean(let value): text += String(value)
        case .number(let source, let value): text += ConfigurationNumber.rendered(text: source, value: value)
        case .string(let value): text += JSONString.quoted(value)
        case .array(let elements):
            let breaks = pretty && elements.contains { $0.elements != nil || $0.entries != nil }
            let inner = indentation + "  "
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += pretty && !breaks ? ", " : "," }
                if breaks { text += "\n" + inner }
                element.render(into: &text, pretty: pretty, indentation: inner)
            }
            text += breaks ? "\n\(indentation)]" : "]"
        case .object(let entries):
            let breaks = pretty && !entries.isEmpty
            let inner = indentation + "  "
            text += "{"
            for (index, entry) in entries.enumerated() {
                if index > 0 { text += "," }
                if breaks { text += "\n" + inner }
                text += JSONString.quoted(entry.key) + (pretty ? ": " : ":")
                entry.value.render(into: &text, pretty: pretty, indentation: inner)
            }
            text += breaks ? "\n\(indentation)}" : "}"
        }
    }
}
