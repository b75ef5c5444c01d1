import Foundation

/// Points at equal distances on the line.
struct LineGrid {
    let first: Double
    let step: Double
    let count: Int

    /// The points from one end of an interval to the other.
    init(covering interval: ClosedRange<Double>, step: Double) {
        first = interval.lowerBound
        self.step = step
        count = Int(((interval.upperBound - interval.lowerBound) / step).rounded(.up)) + 1
    }

    /// The points.
    var points: [Double] { (0..<count).map { first + step * Double($0) } }

    /// The mean of normal densities around the draws, cut off at 6 standard deviations.
    func kernelEstimate(of draws: [Double], bandwidth: Double) -> [Double] {
        var density = [Double](repeating: 0, count: count)
        let height = 1 / (bandwidth * (2 * Double.pi).squareRoot() * Double(draws.count))
        for draw in draws {
            let low = ((draw - 6 * bandwidth - first) / step).rounded(.up)
            let high = ((draw + 6 * bandwidth - first) / step).rounded(.down)
            guard low < Double(count), high >= 0 else { continue }
            for index in Int(max(low, 0))...Int(min(high, Double(count - 1))) {
                let distance = (first + step * Double(index) - draw) / bandwidth
                density[index] += height * exp(-0.5 * distance * distance)
            }
        }
        return density
    }
}
