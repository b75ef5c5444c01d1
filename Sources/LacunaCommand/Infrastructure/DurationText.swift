/// Durations as people read them.
public enum DurationText {
    /// A duration in at most two units: "420 ms", "4.2 s", "42 s", "1 min 05 s", "2 h 03 min", "3 d 04 h".
    ///
    /// "unknown" for a duration that is not finite, and for one that is negative.
    public static func text(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "unknown" }
        if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
        if seconds < 9.95 {
            let tenths = Int((seconds * 10).rounded())
            return "\(tenths / 10).\(tenths % 10) s"
        }
        // Rounded once to the smaller of the two units shown, so that nothing reads "1 min 60 s".
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
        let minutes = Int((seconds / 60).rounded())
        if minutes < 1440 { return "\(minutes / 60) h \(twoDigits(minutes % 60)) min" }
        let hours = Int((seconds / 3600).rounded())
        return "\(hours / 24) d \(twoDigits(hours % 24)) h"
    }

    /// A duration in at most two units.
    public static func text(_ duration: Duration) -> String {
        let parts = duration.components
        return text(seconds: Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
