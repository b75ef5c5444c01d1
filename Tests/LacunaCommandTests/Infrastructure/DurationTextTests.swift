import LacunaCommand
import Testing

@Suite struct DurationTextTests {
    @Test func usesAtMostTwoUnits() {
        let cases: [(Double, String)] = [
            (0, "0 ms"), (0.4204, "420 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"), (4.24, "4.2 s"), (9.96, "10 s"),
            (59.4, "59 s"), (59.6, "1 min 00 s"), (65, "1 min 05 s"), (3599.4, "59 min 59 s"), (3599.6, "1 h 00 min"),
            (7380, "2 h 03 min"), (86_399, "1 d 00 h"), (273_600, "3 d 04 h"),
            (-1, "unknown"), (.nan, "unknown"), (.infinity, "unknown"), (1e300, "unknown"),
        ]
        for (seconds, text) in cases { #expect(DurationText.text(seconds: seconds) == text) }
        #expect(DurationText.text(.milliseconds(65_200)) == "1 min 05 s")
    }
}
