import Foundation

/// Pieces of an SVG document.
enum SVGText {
    /// A text between tags.
    static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    }

    /// A number with at most one digit after the point.
    static func number(_ value: Double) -> String { String(format: "%g", (value * 10).rounded() / 10) }
}
