/// A place in a text that a person wrote.
public struct SourcePosition: Sendable, Hashable {
    /// The file, as the user named it.
    public var file: String?
    /// The line, counted from 1; CR LF is one line end.
    public var line: Int
    /// The character of the line, counted from 1.
    public var column: Int

    /// A place in a file.
    public init(file: String? = nil, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourcePosition: CustomStringConvertible {
    /// `FILE:LINE:COLUMN`, or `LINE:COLUMN` where the file has no name.
    public var description: String { (file.map { $0 + ":" } ?? "") + "\(line):\(column)" }
}
