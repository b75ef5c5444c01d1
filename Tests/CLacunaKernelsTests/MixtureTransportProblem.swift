import CLacunaKernels
import Testing

/// A mixture for each row or for all of them, and samples with gaps between them.
struct MixtureTransportProblem {
    /// Which parameters all rows share.
    enum Sharing: CaseIterable {
        case none, all, components
    }

    var shape: lacuna_shape
    var components: Int
    var sharing: Sharing
    /// Whether the components of locations and scales lie side by side, else their latents.
    var isTransposed = false
    var latent: [Double]
    var upstream: [Double]
    /// Log-weights, locations and scales, contiguous.
    var parameters: [[Double]]

    init(_ shape: lacuna_shape, components: Int, _ sharing: Sharing, _ numbers: inout TestNumbers) {
        self.shape = shape
        self.components = components
        self.sharing = sharing
        latent = numbers.list(shape.count, -3, 3)
        upstream = numbers.list(shape.count)
        let own = components * (sharing == .all ? 1 : shape.rows)
        let cells = shape.features * components * (sharing == .none ? shape.rows : 1)
        parameters = [numbers.list(own), numbers.list(cells, -2, 2), numbers.list(cells, 0.4, 1.6)]
    }

    init(shape: lacuna_shape, latent: [Double], upstream: [Double], parameters: [[Double]]) {
        self.shape = shape
        components = parameters[0].count
        sharing = .none
        self.latent = latent
        self.upstream = upstream
        self.parameters = parameters
    }

    private var weightLayout: Layout {
        lacuna_shape(rows: shape.rows, samples: 1, features: components)
            .layout(sharing == .all ? 0 : components, components, 1)
    }

    private var cellLayout: Layout {
        lacuna_shape(rows: shape.rows, samples: components, features: shape.features)
            .layout(
                sharing == .none ? components * shape.features : 0, isTransposed ? 1 : shape.features,
                isTransposed ? components : 1)
    }

    /// The three gradients, written over or added to cells of some number.
    func gradients(
        _ table: lacuna_kernels, from old: Double = 0, accumulate: Bool = false, wanted: Set<Int> = [0, 1, 2]
    ) -> [Cells] {
        let width = shape.features + 2
        let latentLayout = shape.layout(shape.samples * width, width, 1)
        let z = table.cells(latentLayout.count) {
            $0 % width < shape.features ? latent[$0 / width * shape.features + $0 % width] : .nan
        }
        let dy = table.cells(shape.count) { upstream[$0] }
        let operands = parameters.map { list in table.cells(list.count) { list[$0] } }
        let layouts = [weightLayout, cellLayout, cellLayout]
        let results = parameters.map { list in table.cells(list.count) { _ in old } }
        let targets = (0..<3).map { input in
            guard wanted.contains(input) else {
                return lacuna_gradient(
                    values: nil, strides: lacuna_strides(row: 0, sample: 0, feature: 0), accumulate: 0)
            }
            let isSum = layouts[input].strides.row == 0
            return results[input].gradient(layouts[input], accumulate: accumulate || isSum)
        }
        let scratch = table.cells(
            table.normal_mixture_transport_scratch(components, shape.features) / table.element_size
        ) { _ in .nan }
        table.normal_mixture_transport_backward(
            shape, components, z.operand(latentLayout), operands[0].operand(layouts[0]),
            operands[1].operand(layouts[1]), operands[2].operand(layouts[2]), .infinity, dy.start, targets[0],
            targets[1],
            targets[2], scratch.start)
        #expect(scratch.guardsIntact)
        return withExtendedLifetime(operands) { results }
    }

    /// A list of locations or scales with latents and components exchanged.
    func transposed(_ list: [Double]) -> [Double] {
        let block = components * shape.features
        return list.indices.map { index in
            let place = index % block
            return list[index - place + place % components * shape.features + place / components]
        }
    }

    /// The samples of one row.
    func row(_ row: Int) -> MixtureTransportProblem {
        func part(_ list: [Double], _ isShared: Bool) -> [Double] {
            guard !isShared else { return list }
            let width = list.count / shape.rows
            return Array(list[row * width..<(row + 1) * width])
        }
        var own = self
        own.shape.rows = 1
        own.latent = part(latent, false)
        own.upstream = part(upstream, false)
        own.parameters = [
            part(parameters[0], sharing == .all), part(parameters[1], sharing != .none),
            part(parameters[2], sharing != .none),
        ]
        return own
    }

    private func sample(_ sample: Int) -> MixtureTransportProblem {
        var own = self
        own.shape.samples = 1
        own.latent = Array(latent[sample * shape.features..<(sample + 1) * shape.features])
        own.upstream = Array(upstream[sample * shape.features..<(sample + 1) * shape.features])
        return own
    }

    /// The gradients of single samples, added up.
    func summed(_ table: lacuna_kernels) -> [[Double]] {
        var sums = parameters.map { [Double](repeating: 0, count: $0.count) }
        for place in 0..<shape.rows {
            let row = row(place)
            for index in 0..<shape.samples {
                for (input, part) in row.sample(index).gradients(table).enumerated() {
                    let start = parameters[input].count == part.count ? 0 : place * part.count
                    for cell in 0..<part.count { sums[input][start + cell] += part[cell] }
                }
            }
        }
        return sums
    }

    func dropping(component: Int) -> MixtureTransportProblem {
        var fewer = self
        fewer.components = components - 1
        fewer.parameters[0] = parameters[0].indices.filter { $0 % components != component }.map { parameters[0][$0] }
        for input in 1...2 {
            fewer.parameters[input] = parameters[input].indices.filter { $0 / shape.features % components != component }
                .map { parameters[input][$0] }
        }
        return fewer
    }
}
