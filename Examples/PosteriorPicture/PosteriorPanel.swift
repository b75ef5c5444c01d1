import Foundation

/// One row's picture: the exact posterior as shades, the variational one as lines around half, nine tenths and 99 % of it.
struct PosteriorPanel {
    var title: String
    var grid: LatentPlane
    var exact: [Double]
    var variational: [Double]

    static let size = 300.0
    private static let margin = 34.0
    private static let shares = [0.5, 0.9, 0.99]

    /// All panels, three in a line, as an SVG document.
    static func document(_ panels: [PosteriorPanel]) -> String {
        let columns = min(max(panels.count, 1), 3)
        let rows = (panels.count + columns - 1) / columns
        let pitch = size + 2 * margin
        let width = Double(columns) * pitch, height = Double(rows) * pitch + margin
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" "
                + "height=\"\(height)\" font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            "<text x=\"\(margin)\" y=\"22\">Shades: p(z | x_o), exact. Lines: q(z | x_o), around 50 %, 90 % and 99 % "
                + "of its mass.</text>",
        ]
        for (index, panel) in panels.enumerated() {
            let x = Double(index % columns) * pitch + margin, y = Double(index / columns) * pitch + 2 * margin
            lines.append("<g transform=\"translate(\(x) \(y))\">")
            lines += panel.elements
            lines.append("</g>")
        }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private var elements: [String] {
        let text = title.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
        var lines = ["<text x=\"0\" y=\"-8\">\(text)</text>"]
        lines += shades
        for share in Self.shares {
            let level = grid.level(holding: share, of: variational)
            let path = grid.contour(variational, at: level).map { piece in
                "M\(place(piece.from.x, piece.from.y))L\(place(piece.to.x, piece.to.y))"
            }
            lines.append(
                "<path d=\"\(path.joined())\" fill=\"none\" stroke=\"#c2410c\" stroke-width=\"\(2.2 - 1.4 * share)\"/>")
        }
        lines.append(
            "<rect width=\"\(Self.size)\" height=\"\(Self.size)\" fill=\"none\" stroke=\"#64748b\"/>")
        for mark in [-grid.end, 0, grid.end] {
            let position = Self.size * (mark + grid.end) / (2 * grid.end)
            let label = String(format: "%g", mark)
            lines.append("<text x=\"\(position)\" y=\"\(Self.size + 15)\" text-anchor=\"middle\">\(label)</text>")
            lines.append("<text x=\"-5\" y=\"\(Self.size - position + 4)\" text-anchor=\"end\">\(label)</text>")
        }
        return lines
    }

    /// Runs of cells with the same shade, one rectangle each.
    private var shades: [String] {
        let largest = exact.max() ?? 1
        let cell = Self.size / Double(grid.side)
        var lines: [String] = []
        for row in 0..<grid.side {
            let levels = (0..<grid.side).map { Int((12 * exact[row * grid.side + $0] / largest).rounded()) }
            var start = 0
            while start < grid.side {
                var end = start
                while end < grid.side, levels[end] == levels[start] { end += 1 }
                if levels[start] > 0 {
                    let x = format(Double(start) * cell), y = format(Self.size - Double(row + 1) * cell)
                    lines.append(
                        "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(format(Double(end - start) * cell + 0.1))\" "
                            + "height=\"\(format(cell + 0.1))\" fill=\"\(Self.colour(levels[start]))\"/>")
                }
                start = end
            }
        }
        return lines
    }

    private static func colour(_ level: Int) -> String {
        let share = Double(level) / 12
        func part(_ light: Double, _ dark: Double) -> Int { Int((light + (dark - light) * share).rounded()) }
        return String(format: "#%02x%02x%02x", part(239, 12), part(246, 74), part(255, 110))
    }

    private func place(_ column: Double, _ row: Double) -> String {
        let cell = Self.size / Double(grid.side)
        return "\(format((column + 0.5) * cell)) \(format(Self.size - (row + 0.5) * cell))"
    }

    private func format(_ number: Double) -> String { String(format: "%.1f", number) }
}
