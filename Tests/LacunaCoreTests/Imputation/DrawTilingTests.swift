import LacunaCore
import Testing

@Suite struct DrawTilingTests {
    private static let cases = [
        (2000, 5), (7, 3), (113, 2), (5, 1000), (2000, 1), (112, 1), (165, 3), (1, 1), (0, 4), (337, 3),
    ]

    /// Every draw that is noted lies at a place that counts, and every such place is noted once, in order.
    @Test(arguments: cases) func notedDrawsAndPlacesThatCountAreTheSame(_ wanted: Int, _ strata: Int) {
        let tiling = DrawTiling(sampleCount: wanted, stratumCount: strata)
        #expect(tiling.sampleCount >= wanted && tiling.sampleCount < max(wanted, 1) + strata)
        #expect(tiling.sampleCount == tiling.drawsPerStratum * strata)
        #expect(tiling.tileSize == tiling.tileDrawsPerStratum * strata)
        #expect(tiling.tileSize <= max(112, strata))
        // From the numbers alone: in a stratum, draw i of tile t is number t · draws + i.
        var counted: [[Int]] = []
        for tile in 0..<tiling.tileCount {
            let flags = tiling.keptFlags(ofTile: tile)
            #expect(flags.count == tiling.tileSize)
            #expect(tiling.firstSample(ofTile: tile) == counted.count)
            for stratum in 0..<strata {
                for draw in 0..<tiling.tileDrawsPerStratum {
                    let counts = tile * tiling.tileDrawsPerStratum + draw < tiling.drawsPerStratum
                    let place = stratum * tiling.tileDrawsPerStratum + draw
                    if flags[place] != (counts ? 1 : 0) { Issue.record("tile \(tile), place \(place)") }
                    if counts { counted.append([tile, place]) }
                }
            }
            #expect(tiling.keptPlaces(ofTile: tile).flatMap { $0 } == flags.indices.filter { flags[$0] == 1 })
        }
        #expect(counted.count == tiling.sampleCount)
        let noted = (0..<tiling.sampleCount).map { sample in
            let (tile, place) = tiling.place(of: sample)
            return [tile, place]
        }
        #expect(noted == counted)
        var shares = [Int](repeating: 0, count: strata)
        for place in noted { shares[place[1] / tiling.tileDrawsPerStratum] += 1 }
        #expect(shares.allSatisfy { $0 == tiling.drawsPerStratum })
    }

    @Test func familiesWithoutStrataHaveOne() {
        #expect(DrawTiling(sampleCount: 300, stratumCount: nil) == DrawTiling(sampleCount: 300, stratumCount: 1))
        #expect(DrawTiling(sampleCount: 300, stratumCount: 0).stratumCount == 1)
    }
}
