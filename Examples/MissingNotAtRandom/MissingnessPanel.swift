import Foundation

/// A square of the plane: the learnt P(x1 is missing | x) as shades, points over it, and where x1 is really missing.
struct MissingnessPanel {
    var problem: ToyProblem
    var title: String
    /// The ids of what is drawn first: shades, and points that other panels have too.
    var shared: [String]
    /// The line at probability ½.
    var edge: [PlaneGrid.Piece]
    /// The points that stand out, with their colour.
    var missing: [ToyProblem.Point]
    var colour: String

    static let size = 300.0
    /// Shades between the probabilities 0 and 1.
    static let shadeCount = 10

    /// The colour of points without holes.
    static let observedColour = "#475569"
    /// The colour of the true points whose x1 was removed.
    static let truthColour = "#e25c00"
    /// The colour of the points with a draw of x1.
    static let drawColour = "#a21caf"
    /// The colour of the line at probability ½.
    static let lineColour = "#1d4ed8"

    /// The colour of a probability, constant within each tenth.
    static func shade(_ probability: Double) -> String {
        let level = min(max(Int(probability * Double(shadeCount)), 0), shadeCount - 1)
        let share = Double(level) / Double(shadeCount - 1)
        func part(_ light: Double, _ dark: Double) -> Int { Int((light + (dark - light) * share).rounded()) }
        return String(format: "#%02x%02x%02x", part(255, 125), part(255, 175), part(255, 224))
    }

    /// The panel with its upper left corner at 0.
    var elements: [String] {
        let size = Self.size
        let beyond = missing.count { !problem.isPictured($0) }
        let note = beyond == 0 ? "" : " (\(beyond) of \(missing.count) lie outside)"
        var lines = ["<text x=\"0\" y=\"-9\">\(SVGText.escaped(title + note))</text>"]
        lines += shared.map { "<use href=\"#\($0)\"/>" }
        lines += [Self.dots(missing, in: problem, colour: colour, radius: 1.9)]
        let truth = problem.boundary.map { "M\(Self.place($0.from, in: problem))L\(Self.place($0.to, in: problem))" }
        let learnt = edge.map { "M\(Self.place($0.from, in: problem))L\(Self.place($0.to, in: problem))" }
        lines += [
            "<path d=\"\(truth.joined())\" stroke=\"black\" stroke-width=\"1.3\" stroke-dasharray=\"5 4\"/>",
            "<path d=\"\(learnt.joined())\" stroke=\"\(Self.lineColour)\" stroke-width=\"2\"/>",
        ]
        lines.append("<rect width=\"\(size)\" height=\"\(size)\" fill=\"none\" stroke=\"#64748b\"/>")
        let spacing = 2.0
        for mark in stride(from: -(problem.end / spacing).rounded(.down) * spacing, through: problem.end, by: spacing) {
            let along = size * (mark + problem.end) / (2 * problem.end), label = SVGText.number(mark)
            lines += [
                "<path d=\"M\(SVGText.number(along)) \(size)v4M0 \(SVGText.number(size - along))h-4\" stroke=\"#64748b\"/>",
                "<text x=\"\(SVGText.number(along))\" y=\"\(size + 17)\" text-anchor=\"middle\">\(label)</text>",
                "<text x=\"-8\" y=\"\(SVGText.number(size - along + 4))\" text-anchor=\"end\">\(label)</text>",
            ]
        }
        lines += [
            "<text x=\"\(size / 2)\" y=\"\(size + 33)\" text-anchor=\"middle\" font-style=\"italic\">x1</text>",
            "<text x=\"-32\" y=\"\(size / 2 + 4)\" text-anchor=\"middle\" font-style=\"italic\">x2</text>",
        ]
        return lines
    }

    /// Cells with the same shade as one path, a rectangle for each run of them.
    static func shades(_ probabilities: [Double]) -> [String] {
        let side = MissingnessColumn.side, cell = size / Double(side)
        var paths: [String: String] = [:]
        for row in 0..<side {
            let colours = (0..<side).map { shade(probabilities[row * side + $0]) }
            var start = 0
            while start < side {
                var end = start
                while end < side, colours[end] == colours[start] { end += 1 }
                let x = SVGText.number(Double(start) * cell), y = SVGText.number(size - Double(row + 1) * cell)
                let width = SVGText.number(Double(end - start) * cell)
                paths[colours[start], default: ""] += "M\(x) \(y)h\(width)v\(SVGText.number(cell))h-\(width)z"
                start = end
            }
        }
        paths[shade(0)] = nil
        // Edges on whole pixels leave no line of white between neighbours.
        return paths.sorted { $0.key < $1.key }
            .map { "<path d=\"\($0.value)\" fill=\"\($0.key)\" shape-rendering=\"crispEdges\"/>" }
    }

    /// Points within the picture as dots, one path: a line of no length with round ends is a dot.
    static func dots(
        _ points: [ToyProblem.Point], in problem: ToyProblem, colour: String, radius: Double
    ) -> String {
        let path = points.filter(problem.isPictured).map { "M\(place($0, in: problem))h0" }
        return "<path d=\"\(path.joined())\" stroke=\"\(colour)\" stroke-width=\"\(2 * radius)\" "
            + "stroke-linecap=\"round\" stroke-opacity=\"0.75\"/>"
    }

    private static func place(_ point: ToyProblem.Point, in problem: ToyProblem) -> String {
        let x = size * (point.x1 + problem.end) / (2 * problem.end)
        let y = size * (problem.end - point.x2) / (2 * problem.end)
        return "\(SVGText.number(x)) \(SVGText.number(y))"
    }
}
