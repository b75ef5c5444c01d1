/// Texts as they are typed into a shell.
enum ShellText {
    /// A word that a shell reads as this text: the text itself, or in single quotes where it holds what a shell acts on.
    ///
    /// Control characters are shown as escapes, so that a path cannot move the cursor.
    static func word(_ text: String) -> String {
        let shown = DisplayText.printable(text)
        let isPlain =
            !text.isEmpty && text.unicodeScalars.allSatisfy { plain.contains($0) || $0.value > 0x9F } && text == shown
        return isPlain
            ? shown
            : "'" + shown.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// Characters that no shell acts on inside a word; a tilde that begins one is not among them.
    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,+@%".unicodeScalars)
}
