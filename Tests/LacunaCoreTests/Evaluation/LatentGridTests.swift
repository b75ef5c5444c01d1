import Testing

@testable import LacunaCore

/// The tiles of a grid of latents.
@Suite struct LatentGridTests {
    /// Every point of the grid is in one tile, and those of even indices make the coarse grid.
    @Test(arguments: [(1, 10), (1, 499), (1, 513), (1, 1025), (2, 10), (2, 11), (2, 515)])
    func tilesCoverTheGrid(dimension: Int, side: Int) {
        let grid = LatentGrid(dimension: dimension, sidePointCount: side)
        var timesSeen = [Int](repeating: 0, count: grid.pointCount), timesCoarse = timesSeen
        for tile in 0..<grid.tileCount {
            let latents = grid.latents(ofTile: tile), exists = grid.exists(inTile: tile)
            #expect(latents.count == grid.tileSize * dimension && exists.count == grid.tileSize)
            for (place, isThere) in exists.enumerated() where isThere {
                var point = 0
                for latent in latents[place * dimension..<(place + 1) * dimension] {
                    point = point * side + Int(((latent + 10) / grid.spacing).rounded())
                }
                timesSeen[point] += 1
                if place < grid.tileSize / 2, grid.startsOnCoarseLine(tile: tile) { timesCoarse[point] += 1 }
            }
        }
        #expect(timesSeen.allSatisfy { $0 == 1 })
        let evenLines = timesCoarse.indices.map { $0 % side % 2 == 0 && (dimension == 1 || $0 / side % 2 == 0) ? 1 : 0 }
        #expect(timesCoarse == evenLines)
        #expect(abs(grid.spacing * Double(side - 1) - 20) < 1e-12)
    }
}
