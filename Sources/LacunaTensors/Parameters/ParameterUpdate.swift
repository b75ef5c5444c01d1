import CLacunaKernels

/// Sums the gradients of a batch's chunks and moves the parameters, in pieces that several threads can share.
///
/// The pieces depend on the parameters alone, so that the result does not depend on the number of threads. Groups that are
/// not to be moved are left alone, also by what an optimizer does to parameters without a gradient, such as their decay.
public final class ParameterUpdate: @unchecked Sendable {  // each piece is worked on by one thread at a time
    private let store: ParameterStore
    private let sum: UnsafeMutableRawPointer
    private let states: UnsafeMutableRawPointer
    private let stateCount: Int
    private let stateStride: Int
    private let pieceSources: UnsafeMutablePointer<UnsafeRawPointer>
    private let sourceCount: Int
    private let squares: UnsafeMutablePointer<Double>
    private let flatOrder: [Int]
    private let keptChunks: [GradientBuffer]
    /// Ranges of parameters in the flat order; whole parameters each, so that their packed forms can be renewed by piece.
    private let pieces: [Range<Int>]

    /// An update for an initialised store from the gradients of some chunks.
    ///
    /// - Parameters:
    ///   - store: The parameters.
    ///   - chunks: The gradients, one buffer a chunk; their sum is taken in this order.
    ///   - stateCount: How many numbers of state each parameter has.
    ///   - groups: Whose parameters are moved.
    public init(_ store: ParameterStore, chunks: [GradientBuffer], stateCount: Int, groups: GroupSet = .all) {
        self.store = store
        self.stateCount = stateCount
        let bytes = max(store.movableCellCount * store.precision.elementSize, 64)
        stateStride = bytes
        sum = .allocate(byteCount: bytes, alignment: 64)
        sum.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        states = .allocate(byteCount: max(bytes * stateCount, 64), alignment: 64)
        states.initializeMemory(as: UInt8.self, repeating: 0, count: max(bytes * stateCount, 64))
        // Parameters are laid out group by group; pieces follow the flat order.
        let order = store.parameters.indices.filter { index in
            !store.parameters[index].isFixed && groups.contains(GroupSet(store.parameters[index].group))
        }
        .sorted { store.starts[$0] < store.starts[$1] }
        flatOrder = order
        pieces = Self.pieces(of: order.map { store.parameters[$0].shape.count }, target: 8) { place in
            store.end(of: order[place]) != store.starts[order[place + 1]]
        }
        sourceCount = chunks.count
        pieceSources = .allocate(capacity: max(chunks.count * pieces.count, 1))
        squares = .allocate(capacity: max(pieces.count, 1))
        squares.initialize(repeating: 0, count: max(pieces.count, 1))
        keptChunks = chunks
        for piece in pieces.indices {
            let offset = cells(of: piece).lowerBound * store.precision.elementSize
            for (index, chunk) in chunks.enumerated() {
                (pieceSources + piece * chunks.count + index).initialize(to: UnsafeRawPointer(chunk.base + offset))
            }
        }
    }

    deinit {
        sum.deallocate()
        states.deallocate()
        pieceSources.deallocate()
        squares.deallocate()
    }

    /// Number of pieces that can be worked on at the same time.
    public var pieceCount: Int { pieces.count }

    /// Sums the chunks' gradients of a piece, in the order of the chunks.
    public func reduce(_ piece: Int) {
        let cells = cells(of: piece)
        let size = store.precision.elementSize
        let kernels = store.precision.kernels.pointee
        let target = sum + cells.lowerBound * size
        kernels.sum_buffers(cells.count, sourceCount, pieceSources + piece * sourceCount, target)
        squares[piece] = kernels.sum_of_squares(cells.count, target)
    }

    /// The norm of the summed gradient, once all pieces are reduced.
    public func gradientNorm() -> Double {
        var total = 0.0
        for piece in 0..<pieces.count { total += squares[piece] }
        return total.squareRoot()
    }

    /// Moves the parameters of a piece and renews their packed forms.
    public func apply(_ piece: Int, _ body: (ParameterSlice) -> Void) {
        let cells = cells(of: piece)
        let size = store.precision.elementSize
        body(
            ParameterSlice(
                precision: store.precision, count: cells.count,
                parameters: store.flatPointer() + cells.lowerBound * size,
                gradient: UnsafeRawPointer(sum + cells.lowerBound * size),
                states: states + cells.lowerBound * size, stateStride: stateStride))
        for index in pieces[piece] { store.pack(flatOrder[index]..<flatOrder[index] + 1) }
    }

    /// Bytes of the optimizer's state.
    public var stateByteCount: Int { stateStride * stateCount }

    /// A copy of the optimizer's state, to go back to.
    public func snapshot() -> OptimizerSnapshot {
        OptimizerSnapshot(bytes: [UInt8](UnsafeRawBufferPointer(start: states, count: stateByteCount)))
    }

    /// Goes back to a copy; one of another size changes nothing.
    public func restore(_ snapshot: OptimizerSnapshot) {
        guard snapshot.bytes.count == stateByteCount else { return }
        snapshot.bytes.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { states.copyMemory(from: base, byteCount: bytes.count) }
        }
    }

    /// The parameter groups whose summed gradient is not finite.
    public func divergedGroups() -> [ParameterGroup] {
        ParameterGroup.allCases.filter { group in
            let range = store.range(of: group)
            let start = sum + range.lowerBound * store.precision.elementSize
            return !range.isEmpty && store.precision.kernels.pointee.all_finite(range.count, start) == 0
        }
    }

    /// Adds each cell of a group's summed gradient, and its square, to running sums with as many places.
    public func addMoments(
        of group: ParameterGroup, to sums: UnsafeMutableBufferPointer<Double>,
        _ squares: UnsafeMutableBufferPointer<Double>
    ) {
        let range = store.range(of: group)
        let start = sum + range.lowerBound * store.precision.elementSize
        for cell in 0..<min(range.count, sums.count, squares.count) {
            let number =
                store.precision == .float32
                ? Double(start.assumingMemoryBound(to: Float.self)[cell])
                : start.assumingMemoryBound(to: Double.self)[cell]
            sums[cell] += number
            squares[cell] += number * number
        }
    }

    private func cells(of piece: Int) -> Range<Int> {
        let range = pieces[piece]
        guard let first = range.first, let last = range.last else { return 0..<0 }
        return store.starts[flatOrder[first]]..<store.end(of: flatOrder[last])
    }

    /// Consecutive parameters in about `target` pieces of similar size.
    ///
    /// - Parameter hasGap: Whether the parameter after a place does not lie beside the one there.
    private static func pieces(of counts: [Int], target: Int, hasGap: (Int) -> Bool) -> [Range<Int>] {
        let total = counts.reduce(0, +)
        var pieces: [Range<Int>] = []
        var start = 0, cells = 0
        for (index, count) in counts.enumerated() {
            cells += count
            if cells * target >= total || (index + 1 < counts.count && hasGap(index)) {
                pieces.append(start..<index + 1)
                start = index + 1
                cells = 0
            }
        }
        if start < counts.count { pieces.append(start..<counts.count) }
        return pieces
    }
}

/// A copy of all that an optimizer remembers of the steps so far.
public struct OptimizerSnapshot: Sendable, Equatable {
    /// The cells as they lie in memory, state after state, each of the size of the store's precision.
    public let bytes: [UInt8]

    /// A copy from its bytes; an update takes it over where it has as many.
    public init(bytes: [UInt8]) { self.bytes = bytes }
}
