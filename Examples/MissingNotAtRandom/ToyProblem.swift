import Foundation
import Lacuna

/// A distribution of points of the plane, with the rule by which x1 is missing and x2 never is.
enum ToyProblem: String, CaseIterable {
    /// Unit variances, correlation .8; x1 is missing above its mean, 0.
    case gaussian
    /// A ring; x1 is missing in the sector around the upper half of the axis of x2.
    case ring
    /// The same ring; x1 is missing in the sector around the right half of the axis of x1.
    case side
    /// The same ring; x1 is missing in the sectors around both halves of the axis of x2.
    case opposite

    /// A point.
    typealias Point = (x1: Double, x2: Double)

    /// The correlation of the normal distribution.
    static let correlation = 0.8
    /// The mean radius of the ring.
    static let radius = 4.5
    /// The standard deviation of the ring's radius.
    static let radiusDeviation = 0.5.squareRoot()

    /// The axes of a picture reach from −end to end.
    var end: Double { self == .gaussian ? 4 : 7 }

    /// Whether a point lies within a picture.
    func isPictured(_ point: Point) -> Bool { max(abs(point.x1), abs(point.x2)) <= end }

    /// Draws a point.
    func sample(using stream: inout RandomStream) -> Point {
        guard self != .gaussian else {
            let x2 = stream.normal(), rest = (1 - Self.correlation * Self.correlation).squareRoot()
            return (Self.correlation * x2 + rest * stream.normal(), x2)
        }
        let angle = 2 * Double.pi * stream.uniform()
        let radius = Self.radius + Self.radiusDeviation * stream.normal()
        return (radius * cos(angle), radius * sin(angle))
    }

    /// The log-density of a point, in nats, up to a constant of the problem.
    func logDensity(at point: Point) -> Double {
        guard self != .gaussian else {
            let rest = 1 - Self.correlation * Self.correlation
            let form = point.x1 * point.x1 - 2 * Self.correlation * point.x1 * point.x2 + point.x2 * point.x2
            return -0.5 * form / rest
        }
        // The angle is uniform, and a circle is the longer the farther out it lies. A radius below 0 lies 6.4 standard
        // deviations from the mean, and is left out.
        let radius = hypot(point.x1, point.x2)
        let distance = (radius - Self.radius) / Self.radiusDeviation
        return -0.5 * distance * distance - log(max(radius, .leastNormalMagnitude))
    }

    /// Whether x1 is missing.
    func isMissing(_ point: Point) -> Bool {
        switch self {
        case .gaussian: point.x1 > 0
        case .ring: point.x2 >= abs(point.x1)
        case .side: point.x1 >= abs(point.x2)
        case .opposite: abs(point.x2) >= abs(point.x1)
        }
    }

    /// The lines that bound the region in which x1 is missing, within the picture.
    var boundary: [(from: Point, to: Point)] {
        switch self {
        case .gaussian: [((0, -end), (0, end))]
        case .ring: [((-end, end), (0, 0)), ((0, 0), (end, end))]
        case .side: [((end, -end), (0, 0)), ((0, 0), (end, end))]
        case .opposite: [((-end, -end), (end, end)), ((-end, end), (end, -end))]
        }
    }

    /// Whether a point lies on the ring: its radius within two standard deviations of the mean; `nil` where there is none.
    func isOnRing(_ point: Point) -> Bool? {
        self == .gaussian ? nil : abs(hypot(point.x1, point.x2) - Self.radius) < 2 * Self.radiusDeviation
    }

    /// The problem of a name.
    static func named(_ name: String) throws -> ToyProblem {
        guard let problem = ToyProblem(rawValue: name) else {
            let known = allCases.map(\.rawValue).joined(separator: ", ")
            throw LacunaError(.usage, "there is no problem \"\(name)\"; write one of \(known)")
        }
        return problem
    }
}
