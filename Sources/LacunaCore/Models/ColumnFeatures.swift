import LacunaTensors

/// Features of columns, and numbers of columns: a column has one feature or, where it is categorical, several.
extension Tensor {
    /// The features of some columns side by side.
    ///
    /// - Parameter columns: Places among the features of this tensor, rising.
    public func features(of columns: [FeatureEntry]) -> Tensor { features(inRanges: columns.map(\.features)) }

    /// The first feature of each of some columns, such as the flag of a column in a tensor of flags.
    public func firstFeatures(of columns: [FeatureEntry]) -> Tensor {
        features(inRanges: columns.map { $0.offset..<$0.offset + 1 })
    }

    private func features(inRanges ranges: [Range<Int>]) -> Tensor {
        var joined: [Range<Int>] = []
        for range in ranges {
            if let last = joined.last, last.upperBound == range.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<range.upperBound
            } else {
                joined.append(range)
            }
        }
        guard joined != [0..<shape.features] else { return self }
        return tape.concatenate(joined.map { features($0) }, along: .features)
    }

    /// The sum over the features of each column.
    ///
    /// - Parameter widths: How many of this tensor's features each column has, in order.
    /// - Returns: rows × samples × columns.
    public func summed(byWidths widths: [Int]) -> Tensor {
        tape.concatenate(
            Self.runs(of: widths).map { run in
                let part = features(run.features)
                return run.width == 1 ? part : part.sum(over: .features)
            }, along: .features)
    }

    /// The number of each column once for each of its features.
    ///
    /// - Parameter widths: How many features each column has; this tensor has one feature a column.
    /// - Returns: rows × samples × features.
    public func spread(byWidths widths: [Int]) -> Tensor {
        tape.concatenate(
            Self.runs(of: widths).map { run in
                let part = features(run.columns)
                guard run.width > 1 else { return part }
                return part.broadcast(
                    to: TensorShape(rows: shape.rows, samples: shape.samples, features: run.width))
            }, along: .features)
    }

    /// Columns of one feature each that lie together, and each wider one by itself.
    private static func runs(of widths: [Int]) -> [(columns: Range<Int>, features: Range<Int>, width: Int)] {
        var runs: [(columns: Range<Int>, features: Range<Int>, width: Int)] = []
        var start = 0
        for (column, width) in widths.enumerated() {
            if width == 1, let last = runs.last, last.width == 1 {
                runs[runs.count - 1] = (last.columns.lowerBound..<column + 1, last.features.lowerBound..<start + 1, 1)
            } else {
                runs.append((column..<column + 1, start..<start + width, width))
            }
            start += width
        }
        return runs
    }
}
