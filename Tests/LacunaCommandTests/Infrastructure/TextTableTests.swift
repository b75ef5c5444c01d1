import LacunaCommand
import Testing

@Suite struct TextTableTests {
    @Test func alignsColumns() {
        var table = TextTable([("method", .left), ("rmse", .right), ("note", .left)])
        table.add(["miwae", "0.5", "x"])
        table.add(["平均", "10.25"])
        table.add(["a\tb", "", "z"])
        #expect(
            table.render(indentation: 1) == """
                 method   rmse  note
                 miwae     0.5  x
                 平均    10.25
                 a\\tb           z

                """)
    }

    @Test func worksWithoutTitles() {
        var table = TextTable([])
        #expect(table.render() == "")
        table.add(["a", "b"])
        table.add(["cc"])
        #expect(table.render() == "a   b\ncc\n")
    }

    @Test func textsAreCutByColumns() {
        let cases = [
            ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("平均値", 6, "平均値"), ("平均値", 5, "平均…"), ("平均値", 4, "平…"),
            ("ab", 1, "…"),
            ("ab", 0, ""), ("e\u{301}e\u{301}e", 2, "e\u{301}…"),
        ]
        for (text, limit, expected) in cases { #expect(DisplayText.truncated(text, to: limit) == expected) }
        #expect(DisplayText.printable("a\n\r\u{9B}\u{202E}é") == "a\\n\\r\\u{9B}\\u{202E}é")
    }
}
