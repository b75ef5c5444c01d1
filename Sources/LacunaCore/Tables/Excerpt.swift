/// Texts from a data file as they are shown in messages.
enum Excerpt {
    /// A text in double quotes, control characters escaped, cut after 40 characters.
    ///
    /// Control characters are escaped because a data file must not be able to steer the terminal.
    static func quoted(_ text: String) -> String {
        var shown = ""
        for (index, character) in text.enumerated() {
            if index == 40 {
                shown += "…"
                break
            }
            for scalar in character.unicodeScalars.prefix(8) {
                switch scalar {
                case "\n": shown += "\\n"
                case "\r": shown += "\\r"
                case "\t": shown += "\\t"
                default:
                    if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
                        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
                    } else {
                        shown.unicodeScalars.append(scalar)
                    }
                }
            }
        }
        return "\"\(shown)\""
    }

    /// The first texts in quotes, "and N more" for the rest.
    static func list(_ texts: [String], limit: Int = 5) -> String {
        let shown = texts.prefix(limit).map(quoted).joined(separator: ", ")
        return texts.count > limit ? "\(shown) and \(texts.count - limit) more" : shown
    }

    /// "1 row" or "3 rows".
    static func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
}
