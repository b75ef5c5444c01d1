/// Cells of a square of the plane around 0.
struct PlaneGrid {
    /// The square reaches from −end to end.
    let end: Double
    /// Cells a side.
    let side: Int

    /// A line from one edge of a cell to another.
    typealias Piece = (from: ToyProblem.Point, to: ToyProblem.Point)

    /// The middles of all cells, by x2 and within it by x1.
    var points: [ToyProblem.Point] {
        (0..<side).flatMap { row in (0..<side).map { (middle(Double($0)), middle(Double(row))) } }
    }

    /// The middle of a cell, or a place between two of them, along an axis.
    func middle(_ index: Double) -> Double { -end + 2 * end * (index + 0.5) / Double(side) }

    /// Pieces of the line on which numbers, one a cell, equal a level (marching squares).
    func contour(_ numbers: [Double], at level: Double) -> [Piece] {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
        var pieces: [Piece] = []
        for row in 0..<side - 1 {
            for column in 0..<side - 1 {
                let above = corners.map { numbers[(row + $0.1) * side + column + $0.0] - level }
                var crossings: [ToyProblem.Point] = []
                for edge in 0..<4 {
                    let start = corners[edge], stop = corners[(edge + 1) % 4]
                    let a = above[edge], b = above[(edge + 1) % 4]
                    guard (a > 0) != (b > 0) else { continue }
                    let share = a / (a - b)
                    let x1 = Double(column + start.0) + share * Double(stop.0 - start.0)
                    let x2 = Double(row + start.1) + share * Double(stop.1 - start.1)
                    crossings.append((middle(x1), middle(x2)))
                }
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    pieces.append((crossings[pair], crossings[pair + 1]))
                }
            }
        }
        return pieces
    }
}
