/// What one model has learnt, for a picture.
struct MissingnessColumn {
    /// What the model is called.
    var title: String
    /// P(x1 is missing | x) of each cell of the grid; `nil` where it is not modelled.
    var probabilities: [Double]?
    /// A draw of x1 beside the x2 of each row in which x1 is missing.
    var draws: [ToyProblem.Point]

    /// Cells a side.
    static let side = 150

    /// The grid of a problem.
    static func grid(_ problem: ToyProblem) -> PlaneGrid { PlaneGrid(end: problem.end, side: side) }

    /// The line on which the probability is ½.
    func edge(_ problem: ToyProblem) -> [PlaneGrid.Piece] {
        probabilities.map { Self.grid(problem).contour($0, at: 0.5) } ?? []
    }

    init(title: String, probabilities: [Double]?, draws: [ToyProblem.Point]) {
        self.title = title
        self.probabilities = probabilities
        self.draws = draws
    }

    /// What a model says of a table.
    init(_ title: String, _ fit: PlaneFit, _ rows: PlaneRows, _ problem: ToyProblem) throws {
        let drawn = try fit.complete(rows, drawCount: 1).draws[0]
        self.init(
            title: title, probabilities: try fit.missingProbability(at: Self.grid(problem).points),
            draws: rows.missingRows.map { (drawn[$0], rows.points[$0].x2) })
    }
}
