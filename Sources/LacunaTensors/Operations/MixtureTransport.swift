import CLacunaKernels

/// Passes latents on; their gradient goes to the parameters of the mixture that they follow.
struct MixtureTransport: Operation {
    /// rows × samples × latent features.
    var latent: TensorView
    /// rows × 1 × components.
    var logWeights: TensorView
    /// rows × components × latent features, as the two after it.
    var location: TensorView
    var scale: TensorView
    var degreesOfFreedom: TensorView?
    var velocityLimit: Double
    var output: TensorView
    /// The latent comes last: it has no gradient.
    let inputs: [TensorView]

    init(
        latent: TensorView, logWeights: TensorView, location: TensorView, scale: TensorView,
        degreesOfFreedom: TensorView?, velocityLimit: Double, output: TensorView
    ) {
        self.latent = latent
        self.logWeights = logWeights
        self.location = location
        self.scale = scale
        self.degreesOfFreedom = degreesOfFreedom
        self.velocityLimit = velocityLimit
        self.output = output
        inputs = [logWeights, location, scale] + (degreesOfFreedom.map { [$0] } ?? []) + [latent]
    }

    func scratchBytes(_ precision: Precision) -> Int {
        let components = location.shape.samples, latents = location.shape.features
        return degreesOfFreedom == nil
            ? precision.kernels.pointee.normal_mixture_transport_scratch(components, latents)
            : TransportMemory.byteCount(components: components, latents: latents)
    }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.copy(
            output.shape.kernelShape, 1, memory.operand(latent),
            lacuna_gradient(values: memory.value(output), strides: output.strides, accumulate: 0))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        guard let degreesOfFreedom else {
            memory.kernels.pointee.normal_mixture_transport_backward(
                output.shape.kernelShape, location.shape.samples, memory.operand(latent), memory.operand(logWeights),
                memory.operand(location), memory.operand(scale), velocityLimit, memory.gradient(output),
                memory.gradient(0, logWeights, request), memory.gradient(1, location, request),
                memory.gradient(2, scale, request), memory.scratch)
            return
        }
        if memory.elementSize == 4 {
            run(Float.self, degreesOfFreedom, memory, request)
        } else {
            run(Double.self, degreesOfFreedom, memory, request)
        }
    }

    /// Student's t components, sample by sample.
    private func run<Scalar: TensorScalar>(
        _: Scalar.Type, _ degreesOfFreedom: TensorView, _ memory: Memory, _ request: GradientRequest
    ) {
        let work = TransportMemory(
            memory.scratch, components: location.shape.samples, latents: location.shape.features,
            wantsDegrees: request.wants(3), velocityLimit: velocityLimit)
        work.clearGradients()
        let upstream = memory.gradient(output).assumingMemoryBound(to: Scalar.self)
        let rows = output.shape.rows, samples = output.shape.samples, latents = output.shape.features
        // One mixture may hold for all rows.
        let isShared = inputs.dropLast().allSatisfy { $0.strides.row == 0 }
        for row in 0..<rows {
            if row == 0 || !isShared { load(Scalar.self, row, degreesOfFreedom, memory, work) }
            for sample in 0..<samples {
                let values = memory.value(latent).assumingMemoryBound(to: Scalar.self)
                let start = (row * samples + sample) * latents
                for feature in 0..<latents {
                    work.latent[feature] = Double(values[latent.index(row, sample, feature)])
                    work.upstream[feature] = Double(upstream[start + feature])
                }
                work.addSample()
            }
            let isLast = row == rows - 1
            store(Scalar.self, row, isLast, work.logWeightsGradient, 0, logWeights, memory, request)
            store(Scalar.self, row, isLast, work.locationGradient, 1, location, memory, request)
            store(Scalar.self, row, isLast, work.scaleGradient, 2, scale, memory, request)
            store(Scalar.self, row, isLast, work.degreesGradient, 3, degreesOfFreedom, memory, request)
        }
    }

    /// Converts the parameters of a row.
    private func load<Scalar: TensorScalar>(
        _: Scalar.Type, _ row: Int, _ degreesOfFreedom: TensorView, _ memory: Memory, _ work: TransportMemory
    ) {
        func read(_ view: TensorView, into target: UnsafeMutablePointer<Double>) {
            let source = memory.value(view).assumingMemoryBound(to: Scalar.self)
            var cell = 0
            for feature in 0..<view.shape.features {
                for sample in 0..<view.shape.samples {
                    target[cell] = Double(source[view.index(row, sample, feature)])
                    cell += 1
                }
            }
        }
        read(logWeights, into: work.logWeights)
        read(location, into: work.location)
        read(scale, into: work.scale)
        // For a while, where the degrees of freedom stand until the distributions are made of them.
        read(degreesOfFreedom, into: work.logGrowth)
        work.prepareRow()
    }

    /// Hands on the gradient of a row, or after the last row that of all of them where they share their parameters.
    private func store<Scalar: TensorScalar>(
        _: Scalar.Type, _ row: Int, _ isLast: Bool, _ source: UnsafeMutablePointer<Double>, _ input: Int,
        _ view: TensorView, _ memory: Memory, _ request: GradientRequest
    ) {
        guard request.wants(input), isLast || view.strides.row != 0 else { return }
        let target = memory.gradient(view).assumingMemoryBound(to: Scalar.self)
        let accumulates = request.accumulates(input)
        var cell = 0
        for feature in 0..<view.shape.features {
            for sample in 0..<view.shape.samples {
                let index = view.index(row, sample, feature)
                let gradient = Scalar(TransportMemory.limited(source[cell], to: 1e30))
                target[index] = accumulates ? target[index] + gradient : gradient
                source[cell] = 0
                cell += 1
            }
        }
    }
}

extension Tape {
    /// The same latents, moving with the parameters of the mixture that they were drawn from: rows × samples × latent
    /// features.
    ///
    /// The backward pass is the implicit reparametrisation of Σ_k π_k Π_j q_kj(z_j): dz/dφ = −(∂S/∂z)⁻¹ ∂S/∂φ, S the
    /// distributional transform F_j(z_j | z_<j) (Figurnov, Mohamed and Mnih 2018), computed in 64 bits. One component is
    /// the ordinary reparametrisation, for Student's t with the gradient of the degrees of freedom.
    ///
    /// - Parameters:
    ///   - latent: rows × samples × latent features; no gradient passes to what it was made from.
    ///   - logWeights: log π up to a constant, rows or 1 × 1 × components.
    ///   - location: The centres, repeated to rows × components × latent features, as the next two.
    ///   - scale: Above 0.
    ///   - degreesOfFreedom: Above 0, of Student's t components; `nil` for normal ones.
    ///   - velocityLimit: How far a latent may move for a unit of a log-weight, in scales of the components that it can
    ///     come from, above 0. Between components far apart a true gradient has velocities that hardly any draw shows,
    ///     and a variance beyond all use.
    public func mixtureTransport(
        _ latent: Tensor, logWeights: Tensor, location: Tensor, scale: Tensor, degreesOfFreedom: Tensor? = nil,
        velocityLimit: Double = .infinity
    ) -> Tensor {
        let parameters = [location, scale] + (degreesOfFreedom.map { [$0] } ?? [])
        let components = logWeights.shape.features
        let rows = (parameters + [latent, logWeights]).map(\.shape.rows).max() ?? 1
        let output = TensorShape(rows: rows, samples: latent.shape.samples, features: latent.shape.features)
        let shape = TensorShape(rows: rows, samples: components, features: latent.shape.features)
        let weightShape = TensorShape(rows: rows, features: components)
        guard logWeights.shape.broadcast(with: weightShape) == weightShape,
            latent.shape.broadcast(with: output) == output,
            parameters.allSatisfy({ $0.shape.broadcast(with: shape) == shape })
        else {
            let shapes = parameters.map { "\($0.shape)" }.joined(separator: ", ")
            fail(
                "mixtureTransport: latents of shape \(latent.shape), log-weights of \(logWeights.shape) and parameters of "
                    + "\(shapes) do not agree; rows × samples × d, rows × 1 × K and rows × K × d are expected")
            return placeholder(output)
        }
        let groups = ([logWeights] + parameters).reduce(into: GroupSet()) { $0.formUnion($1.view.groups) }
        return record(
            MixtureTransport(
                latent: latent.stoppingGradient().view.broadcast(to: output),
                logWeights: logWeights.view.broadcast(to: weightShape), location: location.view.broadcast(to: shape),
                scale: scale.view.broadcast(to: shape),
                degreesOfFreedom: degreesOfFreedom?.view.broadcast(to: shape), velocityLimit: velocityLimit,
                output: allocate(output, groups: groups)))
    }
}
