import LacunaCore
import Testing

@Suite struct SafetensorsReadingTests {
    /// The bytes of a file with this header and as many data bytes.
    private func bytes(_ header: String, data: Int = 0) -> [UInt8] {
        let length = UInt64(header.utf8.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + Array(header.utf8)
            + [UInt8](repeating: 0, count: data)
    }

    private func problemsReading(_ bytes: [UInt8]) -> [String] {
        problems { _ = try SafetensorsFile(bytes: bytes, name: "m") }
    }

    @Test func whatIsNoSuchFileIsTold() {
        let notOne = "m is not a safetensors file: it does not begin with a header length and a header"
        let cases: [([UInt8], String)] = [
            ([], "m is empty; save or copy it again"),
            (
                [1],
                "m is not a safetensors file: it has 1 byte, and such a file begins with 8"
                    + "; check that it is a model file"
            ),
            (Array("name,age\n1,2\n".utf8), notOne + "; check that it is a model file"),
            ([UInt8](repeating: 255, count: 20), notOne + "; check that it is a model file"),
            ([UInt8](repeating: 0, count: 20), notOne + "; check that it is a model file"),
            (bytes("[]      "), notOne + "; check that it is a model file"),
            (Array(bytes("{}      ").prefix(9)), "m is truncated: 7 bytes are missing; save or copy it again"),
            (Array(bytes("{}      ").prefix(15)), "m is truncated: 1 byte is missing; save or copy it again"),
        ]
        for (bytes, sentence) in cases { #expect(problemsReading(bytes) == [sentence]) }
    }

    @Test func damagedHeadersAreTold() {
        let a = #""a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}"#
        let cases = [
            ("{}x", "something follows the header's last brace at byte 10"),
            ("{ ", "'\"' is missing at byte 10"),
            ("{\"a", "a text has no end at byte 10"),
            ("{\"\u{1}\":", "a text contains a control character at byte 11"),
            (#"{"\x":"#, "a text has an unknown escape at byte 12"),
            (#"{"\u12":"#, "an escape needs four hexadecimal digits at byte 14"),
            (#"{"\ud800":"#, "half of a surrogate pair is missing at byte 16"),
            (#"{"\udc00":"#, "half of a surrogate pair is missing at byte 16"),
            (#"{"\ud800\u0041":"#, "half of a surrogate pair is missing at byte 22"),
            (#"{"__metadata__":{"a":1}}"#, "'\"' is missing at byte 29"),
            (#"{"__metadata__":{"a":"1","a":"2"}}"#, "the metadata \"a\" is given twice at byte 40"),
            ("{\(a),\(a)}", "the name \"a\" is given twice at byte 65"),
            (
                #"{"a":{"dtype":"U8","shape":[1]}}"#,
                "tensor \"a\" lacks its dtype, its shape or its two data_offsets at byte 39"
            ),
            (#"{"a":{"dtype":"U8","dtype":"U8"}}"#, "tensor \"a\" has two values for \"dtype\" at byte 35"),
            (#"{"a":{"type":"U8"}}"#, "tensor \"a\" has the unknown key \"type\" at byte 21"),
            (#"{"a":{"shape":[-1]}}"#, "a whole number is missing at byte 23"),
            (#"{"a":{"shape":[1.5]}}"#, "']' is missing at byte 24"),
            (#"{"a":{"shape":[1234567890123456789]}}"#, "a number is too large at byte 41"),
        ]
        for (header, sentence) in cases {
            #expect(
                problemsReading(bytes(header)) == ["m has a damaged header: \(sentence); save or copy it again"],
                "\(header)")
        }
        var invalid = bytes(#"{"a":{}}"#)
        invalid[10] = 0xFF
        #expect(
            problemsReading(invalid) == [
                "m has a damaged header: a text is not UTF-8 at byte 10; save or copy it again"
            ])
    }

    @Test func headersThatDisagreeWithTheDataAreTold() {
        func entry(_ name: String, _ type: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
            #""\#(name)":{"dtype":"\#(type)","shape":[\#(shape)],"data_offsets":[\#(begin),\#(end)]}"#
        }
        let cases: [([String], Int, [String])] = [
            (
                [entry("a", "BF16", "1", 0, 2), entry("b", "F32", "2,2", 2, 14), entry("c", "U8", "1", 5, 4)], 14,
                [
                    "m: tensor \"a\" holds \"BF16\", which cannot be read here; convert it to one of F32, F64, I64, U8",
                    "m: tensor \"b\" has 12 bytes of data; F32 of the shape [2, 2] takes 16",
                    "m: tensor \"c\" ends at byte 4, before its begin at 5",
                ]
            ),
            (
                [entry("a", "F32", "999999999999,999999999999", 0, 4)], 4,
                ["m: tensor \"a\" has the shape [999999999999, 999999999999], which is too large for any file"]
            ),
            (
                [entry("b", "U8", "4", 2, 6), entry("a", "U8", "4", 0, 4)], 6,
                ["m: the tensors \"a\" and \"b\" overlap; save or copy the file again"]
            ),
            (
                [entry("a", "U8", "1", 0, 1), entry("b", "U8", "1", 3, 4)], 4,
                ["m: 2 bytes before tensor \"b\" belong to no tensor; save or copy the file again"]
            ),
            (
                [entry("a", "U8", "2048", 0, 2048)], 1024,
                ["m is truncated: 1,024 bytes are missing; save or copy it again"]
            ),
            (
                [entry("a", "U8", "1", 0, 1)], 3,
                ["m is damaged: 2 bytes follow its last tensor; save or copy it again"]
            ),
            ([entry("a", "U8", "999999999999,999999999999,0", 0, 0), entry("b", "U8", "1", 0, 1)], 1, []),
        ]
        for (entries, data, sentences) in cases {
            #expect(problemsReading(bytes("{" + entries.joined(separator: ",") + "}", data: data)) == sentences)
        }
    }

    @Test func otherWritersAreRead() throws {
        let header =
            " { \"__metadata__\" : { \"k\\u00e9\\ud83e\\udde9\\/\" : \"\\b\\f\" } , \"a\" : "
            + "{ \"data_offsets\" : [ 0 , 8 ] , \"shape\" : [ 2 ] , \"dtype\" : \"F32\" } }\n"
        // White space first is not in the format.
        #expect(problemsReading(bytes(header, data: 8)).count == 1)
        let file = try SafetensorsFile(bytes: bytes(String(header.dropFirst()), data: 8), name: "m")
        #expect(file.metadata == ["ké🧩/": "\u{8}\u{C}"])
        #expect(try file.floats("a") == [0, 0])
    }

    /// Nothing that a file may hold stops the program: it is read, or refused with a sentence that names the file.
    @Test func hostileBytesAreRefusedWithASentence() {
        let original = SafetensorsFileTests.example.encoded()
        var accepted = 0
        var unnamed: [String] = []
        func tryReading(_ bytes: [UInt8]) {
            let found = problemsReading(bytes)
            if found.isEmpty { accepted += 1 }
            unnamed += found.filter { !$0.hasPrefix("m") }
        }
        for length in 0..<original.count { tryReading(Array(original.prefix(length))) }
        #expect(accepted == 0, "a truncated file was read")
        // A linear congruential generator (Knuth's MMIX constants); seed 1.
        var state: UInt64 = 1
        func random(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        let headerCount = 8 + Int(original[0]) + Int(original[1]) * 256
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0...random(below: 3) {
                bytes[random(below: headerCount)] = UInt8(truncatingIfNeeded: random(below: 256))
            }
            tryReading(bytes)
        }
        #expect(unnamed == [])
        #expect(accepted > 0 && accepted < 20_000)
    }
}
