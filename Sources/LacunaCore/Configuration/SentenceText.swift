/// Texts and names of a user in sentences.
enum SentenceText {
    /// A text in quotation marks, shortened, so that a sentence stays one.
    static func quoted(_ text: some StringProtocol) -> String { JSONString.quoted(abbreviated(text)) }

    /// A text that is short enough for a sentence.
    static func abbreviated(_ text: some StringProtocol, to limit: Int = 60) -> String {
        text.utf8.count > limit && text.count > limit ? text.prefix(limit) + "…" : String(text)
    }

    /// A path that is short enough for a sentence; one that a file can have hardly ever is too long.
    static func path(_ path: String) -> String { abbreviated(path, to: 400) }

    /// A text without the white space around it.
    static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// A noun with its article: `a prior`, `an optimizer`.
    static func withArticle(_ noun: String) -> String {
        ("aeiou".contains(noun.first ?? " ") ? "an " : "a ") + noun
    }

    /// What a mistyped name could have been: `; did you mean "…"?`, or an empty text.
    static func suggestion(for name: String, among candidates: [String]) -> String {
        // Nobody mistypes a name into hundreds of letters, and comparing them would take long.
        name.utf8.count > 100 ? "" : Suggestion.phrase(for: name, among: candidates)
    }

    /// The end of a sentence about an unknown name: `; did you mean "…"? Known: …`.
    ///
    /// - Parameters:
    ///   - names: The known names.
    ///   - name: The unknown one.
    ///   - aliases: Further names that are known, but not listed.
    ///   - heading: What the list is headed by.
    ///   - none: The end of the sentence where nothing is known.
    static func known(
        _ names: [String], near name: String, aliases: [String] = [], as heading: String, none: String
    ) -> String {
        if names.isEmpty { return none }
        let list = Suggestion.list(names)
        let phrase = suggestion(for: name, among: names + aliases)
        if phrase.isEmpty { return "; \(heading): \(list)" }
        return "\(phrase) \(heading.prefix(1).uppercased())\(heading.dropFirst()): \(list)"
    }
}
