import Testing

@testable import LacunaCore

@Suite struct ConfigurationDifferenceTests {
    private static func differences(_ a: String, _ b: String) throws -> [String] {
        try JSON5Reader.read(a, file: "a").differences(to: JSON5Reader.read(b, file: "b")).map {
            "\($0.path): \($0.before), \($0.now)"
        }
    }

    @Test func theInnermostKeysAreNamed() throws {
        #expect(try Self.differences("{ a: 1, b: { c: [1, 2] } }", "{ b: { c: [1, 2] }, a: 1.0 }").isEmpty)
        #expect(
            try Self.differences("{ a: 1, b: { c: [1, 2], d: 'x' } }", "{ a: 2, b: { c: [1, 3], d: 'x' } }")
                == ["a: 1, 2", "b.c: [1,2], [1,3]"])
        #expect(try Self.differences("{ a: { b: 1 } }", "{ a: { c: 2 } }") == ["a.b: 1, null", "a.c: null, 2"])
        #expect(try Self.differences("{ a: { b: 1 } }", "{ a: null }") == ["a: {\"b\":1}, null"])
    }

    @Test func partsOfOtherNamesDifferAsAWhole() throws {
        let adam = "{ o: { type: 'adam', rate: 1 } }"
        #expect(try Self.differences(adam, "{ o: { type: 'adam', rate: 2 } }") == ["o.rate: 1, 2"])
        #expect(try Self.differences(adam, "{ o: { type: 'sgd', rate: 2 } }") == ["o: \"adam\", \"sgd\""])
        #expect(try Self.differences(adam, "{ o: 'sgd' }") == ["o: \"adam\", \"sgd\""])
        let long = try Self.differences("{ a: '" + String(repeating: "x", count: 99) + "' }", "{ a: 1 }")
        #expect(long[0].count < 60 && long[0].hasSuffix("…, 1"))
    }
}
