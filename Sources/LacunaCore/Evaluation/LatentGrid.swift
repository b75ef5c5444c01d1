import LacunaTensors

/// An equidistant grid of latents around 0 in one dimension or two, cut into tiles.
///
/// A tile is a piece of a line of the grid: the first coordinate of all its points is the same where there are two. Within
/// a tile the points of even index along the line come first, so that sums over every other point cost nothing more.
public struct LatentGrid: Sendable, Equatable {
    /// The latents, 1 or 2.
    public let dimension: Int
    /// Points a side.
    public let sidePointCount: Int
    /// The grid ends this far from 0.
    public let end: Double

    /// Points of a tile at most.
    private static let tileLimit = 512

    /// A grid over [−end, end] in each latent.
    public init(dimension: Int, sidePointCount: Int, end: Double = 10) {
        self.dimension = dimension
        self.sidePointCount = sidePointCount
        self.end = end
    }

    /// Distance between neighbours.
    public var spacing: Double { 2 * end / Double(sidePointCount - 1) }
    /// log of the volume that each point stands for.
    public var logCellVolume: Double { Double(dimension) * .log(spacing) }
    /// Number of points.
    public var pointCount: Int { dimension == 1 ? sidePointCount : sidePointCount * sidePointCount }

    /// Points of a tile, an even number; those of a line's last tile may lie beyond the grid.
    public var tileSize: Int { min((sidePointCount + 1) / 2 * 2, Self.tileLimit) }
    private var tilesOfLine: Int { (sidePointCount + tileSize - 1) / tileSize }
    /// Number of tiles.
    public var tileCount: Int { (dimension == 1 ? 1 : sidePointCount) * tilesOfLine }

    /// Whether the first half of a tile belongs to the grid of every other point.
    func startsOnCoarseLine(tile: Int) -> Bool { tile / tilesOfLine % 2 == 0 }

    /// The points of a tile, tile size × dimension.
    public func latents(ofTile tile: Int) -> [Double] {
        let line = coordinate(tile / tilesOfLine)
        return indices(ofTile: tile).flatMap { dimension == 1 ? [coordinate($0)] : [line, coordinate($0)] }
    }

    /// Which points of a tile lie on the grid.
    public func exists(inTile tile: Int) -> [Bool] { indices(ofTile: tile).map { $0 < sidePointCount } }

    /// The index along the line of each point.
    private func indices(ofTile tile: Int) -> [Int] {
        let first = tile % tilesOfLine * tileSize
        return [0, 1].flatMap { stride(from: first + $0, to: first + tileSize, by: 2) }
    }

    private func coordinate(_ index: Int) -> Double { Double(index) * spacing - end }
}
