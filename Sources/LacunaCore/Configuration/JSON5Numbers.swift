extension JSON5Scanner {
    /// A number, with its sign.
    mutating func number() throws(LacunaError) -> ConfigurationValue.Kind {
        let place = position()
        var sign = ""
        if let scalar = next, scalar == "+" || scalar == "-" {
            sign = scalar == "-" ? "-" : ""
            advance()
        }
        let factor: Double = sign.isEmpty ? 1 : -1
        if take(word: "Infinity") { return .number(text: sign + "Infinity", value: factor * .infinity) }
        if take(word: "NaN") { return .number(text: "NaN", value: .nan) }
        if next == "0", peek(1) == "x" || peek(1) == "X" {
            advance(2)
            return try hexadecimalNumber(sign: sign, from: place)
        }
        return try decimalNumber(sign: sign, from: place)
    }

    private mutating func hexadecimalNumber(
        sign: String, from place: SourcePosition
    ) throws(LacunaError) -> ConfigurationValue.Kind {
        var digits = ""
        var value = 0.0
        while let scalar = next, let digit = JSON5Scanner.hexadecimalDigit(scalar) {
            digits.unicodeScalars.append(scalar)
            value = value * 16 + Double(digit)
            advance()
        }
        guard !digits.isEmpty else { throw failure("expected hexadecimal digits after 0x, found \(found)") }
        // Rounded once where the digits fit, not at each of them.
        if let exact = UInt64(digits, radix: 16) { value = Double(exact) }
        try expectEndOfNumber(from: place)
        return .number(text: "\(sign)0x\(digits)", value: sign.isEmpty ? value : -value)
    }

    private mutating func decimalNumber(
        sign: String, from place: SourcePosition
    ) throws(LacunaError) -> ConfigurationValue.Kind {
        let whole = digits()
        guard whole.count < 2 || whole.first != "0" else {
            throw failure("a number must not begin with 0; leave out the leading zeros", at: place)
        }
        var text = sign + (whole.isEmpty ? "0" : whole)
        var fraction = ""
        if take(".") { fraction = digits() }
        guard !(whole.isEmpty && fraction.isEmpty) else {
            throw failure("expected a number, found \(found)", at: place)
        }
        if !fraction.isEmpty { text += "." + fraction }
        if let scalar = next, scalar == "e" || scalar == "E" {
            advance()
            text += "e"
            if let scalar = next, scalar == "+" || scalar == "-" {
                text.unicodeScalars.append(scalar)
                advance()
            }
            let exponent = digits()
            guard !exponent.isEmpty else {
                throw failure("expected the digits of an exponent, found \(found)")
            }
            text += exponent
        }
        try expectEndOfNumber(from: place)
        guard let value = Double(text) else { throw failure("\(SentenceText.quoted(text)) is not a number", at: place) }
        return .number(text: text, value: value)
    }

    private mutating func digits() -> String {
        var digits = ""
        while let scalar = next, ("0"..."9").contains(scalar) {
            digits.unicodeScalars.append(scalar)
            advance()
        }
        return digits
    }

    private mutating func expectEndOfNumber(from place: SourcePosition) throws(LacunaError) {
        guard word.isEmpty, next != "." else {
            throw failure("expected the end of a number, found \(found); texts stand in quotation marks")
        }
    }
}
