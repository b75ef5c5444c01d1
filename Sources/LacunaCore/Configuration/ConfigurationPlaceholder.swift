/// Something that can stand in for a value that was refused, so that the rest is looked at too. It is never handed out.
protocol ConfigurationPlaceholder {
    static var placeholder: Self { get }
}

extension Array: ConfigurationPlaceholder {
    static var placeholder: [Element] { [] }
}

extension Dictionary: ConfigurationPlaceholder {
    static var placeholder: [Key: Value] { [:] }
}

extension Optional: ConfigurationPlaceholder {
    static var placeholder: Wrapped? { nil }
}
