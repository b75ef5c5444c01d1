/// Why a value is not of a type: the second half of a sentence.
struct ScalarMismatch: Error {
    var message: String
}

/// A value without parts.
protocol ConfigurationScalar: ConfigurationPlaceholder {
    /// Reads a value.
    ///
    /// - Parameter fallback: The default, which shows whether the number may be infinite.
    static func read(_ value: ConfigurationValue, fallback: ConfigurationValue?) throws(ScalarMismatch) -> Self
    var configurationValue: ConfigurationValue { get }
}

extension Bool: ConfigurationScalar {
    static var placeholder: Bool { false }
    var configurationValue: ConfigurationValue { .boolean(self) }

    static func read(_ value: ConfigurationValue, fallback: ConfigurationValue?) throws(ScalarMismatch) -> Bool {
        guard let truth = value.booleanValue else {
            throw ScalarMismatch(message: "must be true or false, not \(value.inSentence)")
        }
        return truth
    }
}

extension String: ConfigurationScalar {
    static var placeholder: String { "" }
    var configurationValue: ConfigurationValue { .string(self) }

    static func read(_ value: ConfigurationValue, fallback: ConfigurationValue?) throws(ScalarMismatch) -> String {
        guard let text = value.stringValue else {
            let hint = value.numberValue == nil && value.booleanValue == nil ? "" : "; put it in quotation marks"
            throw ScalarMismatch(message: "must be a text, not \(value.inSentence)\(hint)")
        }
        return text
    }
}

extension ConfigurationScalar where Self: BinaryFloatingPoint {
    static var placeholder: Self { 0 }

    static func read(_ value: ConfigurationValue, fallback: ConfigurationValue?) throws(ScalarMismatch) -> Self {
        guard let number = value.numberValue else {
            throw ScalarMismatch(message: "must be a number, not \(value.inSentence)")
        }
        let result = Self(number)
        // Only a key that is infinite by default has a meaning for what is not finite.
        guard result.isFinite || fallback?.numberValue?.isFinite == false else {
            throw ScalarMismatch(message: "must be a finite number, not \(value.inSentence)")
        }
        return result
    }
}

extension Double: ConfigurationScalar {
    var configurationValue: ConfigurationValue { .number(self) }
}

extension Float: ConfigurationScalar {
    // Through the shortest text, so that 0.1 stays 0.1.
    var configurationValue: ConfigurationValue { .number(Double(description) ?? Double(self)) }
}

extension ConfigurationScalar where Self: FixedWidthInteger {
    static var placeholder: Self { 0 }
    var configurationValue: ConfigurationValue { .integer(self) }

    static func read(_ value: ConfigurationValue, fallback: ConfigurationValue?) throws(ScalarMismatch) -> Self {
        guard case .number(let text, let number) = value.kind, number.isFinite, number.rounded() == number else {
            throw ScalarMismatch(message: "must be a whole number, not \(value.inSentence)")
        }
        guard let result = ConfigurationNumber.integer(Self.self, text: text, value: number) else {
            throw ScalarMismatch(
                message: "must be a whole number from \(Self.min) to \(Self.max), not \(value.inSentence)")
        }
        return result
    }
}

extension Int: ConfigurationScalar {}
extension Int8: ConfigurationScalar {}
extension Int16: ConfigurationScalar {}
extension Int32: ConfigurationScalar {}
extension Int64: ConfigurationScalar {}
extension UInt: ConfigurationScalar {}
extension UInt8: ConfigurationScalar {}
extension UInt16: ConfigurationScalar {}
extension UInt32: ConfigurationScalar {}
extension UInt64: ConfigurationScalar {}
