import Foundation
import LacunaCore
import Testing

@Suite struct JSONStringTests {
    @Test func escapesWhatJSONDemands() {
        #expect(JSONString.quoted("a\"b\\c\n\r\t\u{1}\u{7F}/é") == #""a\"b\\c\n\r\t\u0001\u007f/é""#)
    }

    @Test func comesBackThroughAnotherReader() throws {
        let text = String(String.UnicodeScalarView((0..<0x250).compactMap(Unicode.Scalar.init))) + "🧩\u{2028}\r\n"
        let data = Data("[\(JSONString.quoted(text))]".utf8)
        #expect(try JSONDecoder().decode([String].self, from: data) == [text])
    }
}
