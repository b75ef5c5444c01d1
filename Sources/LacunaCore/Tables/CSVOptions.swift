/// How a delimited text file is read.
public struct CSVOptions: Sendable, Equatable, Codable {
    /// What separates the fields of a line: `","`, `";"`, `"\t"` (or `"tab"`) or `"|"`; `nil` means the comma.
    public var delimiter: String?
    /// Field contents that stand for a missing value.
    ///
    /// An unquoted field is compared without the spaces and tabs around it, a quoted one by its exact content, so that
    /// `""` is as missing as an empty field, and `"NA"` as missing as `NA`. The comparison is by text: `-9` does not
    /// stand for `-9.0`.
    public var missingTokens: [String]

    /// The missing tokens where none are given: empty fields and `NA`.
    public static let defaultMissingTokens = ["", "NA"]

    /// Options for a file.
    public init(delimiter: String? = nil, missingTokens: [String] = CSVOptions.defaultMissingTokens) {
        self.delimiter = delimiter
        self.missingTokens = missingTokens
    }

    /// The separating bytes that can be chosen, with the words a user may write for them.
    static let delimiters: [(name: String, byte: UInt8)] = [
        (",", UInt8(ascii: ",")), (";", UInt8(ascii: ";")), ("\t", UInt8(ascii: "\t")), ("tab", UInt8(ascii: "\t")),
        ("|", UInt8(ascii: "|")),
    ]

    /// The separating byte.
    ///
    /// - Throws: `LacunaError` of kind `configuration` for a delimiter that is not supported.
    func delimiterByte() throws(LacunaError) -> UInt8 {
        guard let delimiter else { return UInt8(ascii: ",") }
        for known in Self.delimiters where known.name == delimiter { return known.byte }
        throw LacunaError(
            .configuration,
            "data.delimiter is \(Excerpt.quoted(delimiter)); write one of \",\", \";\", \"tab\" and \"|\"")
    }

    /// A delimiter as a user writes it in the configuration.
    static func name(of byte: UInt8) -> String {
        byte == UInt8(ascii: "\t") ? "tab" : String(UnicodeScalar(byte))
    }
}
