/// How the latent draws of a row are cut into tiles that are made, decoded and weighed at once.
///
/// Every tile holds as many draws from each stratum, those of a stratum side by side, and all tiles are of one size: one
/// recording serves for all, and no result depends on the rows of a batch. Of the last tile only the first draws of each
/// stratum count. Draws that count are *noted* in the order of the tiles, and within a tile of the places.
public struct DrawTiling: Sendable, Equatable {
    /// Strata of the posterior; 1 where it has none.
    public let stratumCount: Int
    /// Draws from each stratum in all.
    public let drawsPerStratum: Int
    /// Draws from each stratum in a tile.
    public let tileDrawsPerStratum: Int

    /// Draws of a tile, about: few enough that a network's layers stay near the processor, and a multiple of the rows that
    /// the matrix kernels take at once.
    private static let targetSize = 112

    /// Tiles for a number of draws.
    ///
    /// - Parameters:
    ///   - sampleCount: Draws that are wanted, at least 1; a few more are made where they are to be the same for every
    ///     stratum.
    ///   - stratumCount: Strata of the posterior, as `VariationalFamily.stratumCount` tells.
    public init(sampleCount: Int, stratumCount: Int?) {
        self.stratumCount = max(stratumCount ?? 1, 1)
        drawsPerStratum = (max(sampleCount, 1) + self.stratumCount - 1) / self.stratumCount
        tileDrawsPerStratum = min(drawsPerStratum, max(Self.targetSize / self.stratumCount, 1))
    }

    /// Draws that count: those wanted, rounded up to a multiple of the strata.
    public var sampleCount: Int { stratumCount * drawsPerStratum }

    /// Draws of a tile, with those that do not count.
    public var tileSize: Int { stratumCount * tileDrawsPerStratum }

    /// Number of tiles.
    public var tileCount: Int { (drawsPerStratum + tileDrawsPerStratum - 1) / tileDrawsPerStratum }

    /// The number of a tile's first draw, by which its noise is addressed.
    public func firstSample(ofTile tile: Int) -> Int { tile * tileSize }

    /// Draws from each stratum that count in a tile.
    public func keptCount(inTile tile: Int) -> Int {
        min(tileDrawsPerStratum, drawsPerStratum - tile * tileDrawsPerStratum)
    }

    /// The places of a tile that count, in the order in which they are noted.
    public func keptPlaces(ofTile tile: Int) -> [Range<Int>] {
        let kept = keptCount(inTile: tile)
        guard kept < tileDrawsPerStratum else { return [0..<tileSize] }
        return (0..<stratumCount).map { $0 * tileDrawsPerStratum..<$0 * tileDrawsPerStratum + kept }
    }

    /// 1 for each place of a tile that counts, and 0 for the others.
    public func keptFlags(ofTile tile: Int) -> [Double] {
        let kept = keptCount(inTile: tile)
        return (0..<tileSize).map { $0 % tileDrawsPerStratum < kept ? 1 : 0 }
    }

    /// Where a noted draw lies.
    ///
    /// - Parameter sample: Its number among those noted, from 0 and below `sampleCount`.
    public func place(of sample: Int) -> (tile: Int, place: Int) {
        let tile = sample / tileSize, rest = sample % tileSize
        let kept = keptCount(inTile: tile)
        return (tile, rest / kept * tileDrawsPerStratum + rest % kept)
    }
}
