import CLacunaKernels

/// The extents of a tensor: rows × samples × features.
///
/// Every tensor has all three axes. A vector of parameters is 1 × 1 × features, a matrix 1 × inputs × outputs, a number a
/// row rows × 1 × 1, the log-weights of importance samples rows × samples × 1.
public struct TensorShape: Hashable, Sendable {
    /// Number of table rows, or 1 where a tensor holds for all rows.
    public var rows: Int
    /// Number of samples a row, or 1 where a tensor holds for all samples.
    public var samples: Int
    /// Number of features.
    public var features: Int

    /// A shape of three extents.
    public init(rows: Int = 1, samples: Int = 1, features: Int = 1) {
        self.rows = rows
        self.samples = samples
        self.features = features
    }

    /// The shape of a single number.
    public static let scalar = TensorShape()

    /// Number of cells.
    public var count: Int { rows * samples * features }

    /// The extent along an axis.
    public subscript(axis: Axis) -> Int {
        get {
            switch axis {
            case .rows: rows
            case .samples: samples
            case .features: features
            }
        }
        set {
            switch axis {
            case .rows: rows = newValue
            case .samples: samples = newValue
            case .features: features = newValue
            }
        }
    }

    /// The shape that two shapes broadcast to, or `nil` where an axis has two extents that differ and neither is 1.
    public func broadcast(with other: TensorShape) -> TensorShape? {
        var result = self
        for axis in Axis.allCases where self[axis] != other[axis] {
            if self[axis] == 1 {
                result[axis] = other[axis]
            } else if other[axis] != 1 {
                return nil
            }
        }
        return result
    }

    var kernelShape: lacuna_shape { lacuna_shape(rows: rows, samples: samples, features: features) }

    /// Row-major strides without gaps.
    var contiguousStrides: lacuna_strides {
        lacuna_strides(row: samples * features, sample: features, feature: 1)
    }
}

extension TensorShape: CustomStringConvertible {
    /// The extents, as in `64×20×11`.
    public var description: String { "\(rows)×\(samples)×\(features)" }
}

/// An axis of a tensor.
public enum Axis: String, Sendable, CaseIterable {
    /// Rows of the table.
    case rows
    /// Samples of a row.
    case samples
    /// Features of a sample.
    case features
}
