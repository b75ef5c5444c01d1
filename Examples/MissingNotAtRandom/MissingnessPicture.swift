/// Models side by side: over the shades of what each has learnt, the true points above and a draw of each below.
struct MissingnessPicture {
    var problem: ToyProblem
    var rows: PlaneRows
    var columns: [MissingnessColumn]

    /// Rows that are drawn at most: more would hide each other.
    static let rowLimit = 1_000

    private static let left = 52.0
    private static let top = 92.0
    private static let pitchX = MissingnessPanel.size + 64
    private static let pitchY = MissingnessPanel.size + 78

    /// The picture as an SVG document.
    var document: String {
        let width = Self.left + Double(columns.count) * Self.pitchX
        let height = Self.top + 2 * Self.pitchY - 28
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" "
                + "height=\"\(height)\" font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
        ]
        lines += legend
        let drawnRows = rows.points.indices.prefix(Self.rowLimit)
        let observed = drawnRows.filter { !rows.isMissing[$0] }.map { rows.points[$0] }
        let truth = drawnRows.filter { rows.isMissing[$0] }.map { rows.points[$0] }
        lines.append("<defs>")
        for (index, column) in columns.enumerated() {
            guard let probabilities = column.probabilities else { continue }
            lines += ["<g id=\"learnt\(index)\">"] + MissingnessPanel.shades(probabilities) + ["</g>"]
        }
        lines += [
            "<g id=\"observed\">",
            MissingnessPanel.dots(observed, in: problem, colour: MissingnessPanel.observedColour, radius: 1.5), "</g>",
            "</defs>",
        ]
        for (index, column) in columns.enumerated() {
            let isModelled = column.probabilities != nil
            let noShade = isModelled ? "" : ", missingness not modelled"
            let shared = (isModelled ? ["learnt\(index)"] : []) + ["observed"], edge = column.edge(problem)
            let panels = [
                MissingnessPanel(
                    problem: problem, title: "\(column.title)\(noShade)", shared: shared, edge: edge, missing: truth,
                    colour: MissingnessPanel.truthColour),
                MissingnessPanel(
                    problem: problem, title: "\(column.title): imputed", shared: shared, edge: edge,
                    missing: Array(column.draws.prefix(truth.count)), colour: MissingnessPanel.drawColour),
            ]
            for (place, panel) in panels.enumerated() {
                let x = Self.left + Double(index) * Self.pitchX, y = Self.top + Double(place) * Self.pitchY
                lines.append("<g transform=\"translate(\(x) \(y))\">")
                lines += panel.elements
                lines.append("</g>")
            }
        }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the colours and lines mean, in two lines of text.
    private var legend: [String] {
        var lines: [String] = []
        let dots = [
            (MissingnessPanel.observedColour, "row without a hole"),
            (MissingnessPanel.truthColour, "x1 missing: the truth"),
            (MissingnessPanel.drawColour, "x1 missing: a draw of it"),
        ]
        for (index, (colour, text)) in dots.enumerated() {
            let x = Self.left + 4 + 152 * Double(index)
            lines += [
                "<circle cx=\"\(x)\" cy=\"22\" r=\"4\" fill=\"\(colour)\"/>",
                "<text x=\"\(x + 9)\" y=\"26\">\(text)</text>",
            ]
        }
        let box = 14.0, start = Self.left
        lines.append("<text x=\"\(start)\" y=\"52\">learnt P(x1 missing | x): 0</text>")
        let bar = start + 162
        for index in 0..<MissingnessPanel.shadeCount {
            let colour = MissingnessPanel.shade((Double(index) + 0.5) / Double(MissingnessPanel.shadeCount))
            lines.append(
                "<rect x=\"\(bar + box * Double(index))\" y=\"41\" width=\"\(box)\" height=\"14\" fill=\"\(colour)\"/>")
        }
        let end = bar + box * Double(MissingnessPanel.shadeCount)
        lines += [
            "<rect x=\"\(bar)\" y=\"41\" width=\"\(end - bar)\" height=\"14\" fill=\"none\" stroke=\"#64748b\"/>",
            "<text x=\"\(end + 6)\" y=\"52\">1</text>",
            "<path d=\"M\(end + 34) 48h26\" stroke=\"\(MissingnessPanel.lineColour)\" stroke-width=\"2\"/>",
            "<text x=\"\(end + 66)\" y=\"52\">learnt P = ½</text>",
            "<path d=\"M\(end + 158) 48h26\" stroke=\"black\" stroke-width=\"1.3\" stroke-dasharray=\"5 4\"/>",
            "<text x=\"\(end + 190)\" y=\"52\">edge of the region in which x1 is missing</text>",
        ]
        return lines
    }
}
