import LacunaCore

/// A mixture of locations and scales, on a tape: every operation takes all components at once, as if each were a row.
struct LocationScaleMixturePosterior: Posterior {
    /// Locations and scales, each rows × components × latent features.
    var parts: LocationScale
    /// log π: rows × 1 × components.
    var logWeights: Tensor
    var isStratified: Bool
    /// The limit of `Tape.mixtureTransport`.
    var velocityLimit: Double

    init(parts: LocationScale, logWeights: Tensor, isStratified: Bool, velocityLimit: Double) {
        self.parts = parts
        self.logWeights = logWeights
        self.isStratified = isStratified
        self.velocityLimit = velocityLimit
        if let freedom = parts.degreesOfFreedom, freedom.shape != .scalar {
            self.parts.degreesOfFreedom = freedom.broadcast(to: parts.location.shape)
        }
    }

    private var rowCount: Int { parts.location.shape.rows }
    private var componentCount: Int { parts.location.shape.samples }
    private var latentDimension: Int { parts.location.shape.features }

    /// The components as rows of their own: (rows · components) × 1 × latent features.
    private var stacked: LocationScale {
        let shape = TensorShape(rows: rowCount * componentCount, features: latentDimension)
        return LocationScale(
            location: parts.location.reshaped(to: shape), scale: parts.scale.reshaped(to: shape),
            degreesOfFreedom: parts.degreesOfFreedom.map { freedom in
                freedom.shape == parts.location.shape ? freedom.reshaped(to: shape) : freedom
            })
    }

    var logStratumWeights: Tensor? { isStratified && componentCount > 1 ? logWeights.transposed() : nil }

    var logComponentWeights: Tensor? { logWeights.transposed() }

    // MARK: Draws

    func draw(count: Int, purpose: String) -> Tensor {
        guard isStratified else {
            return transported(pickedDraw(count: count, purpose: purpose).stoppingGradient())
        }
        let tape = logWeights.tape, stacked = stacked
        let shape = TensorShape(rows: rowCount, samples: componentCount * count, features: latentDimension)
        let wide = TensorShape(rows: rowCount * componentCount, samples: count, features: latentDimension)
        guard let degreesOfFreedom = stacked.degreesOfFreedom else {
            let noise = tape.normalNoise(shape, purpose: purpose).reshaped(to: wide)
            return stacked.draw(by: noise).reshaped(to: shape)
        }
        let freedom = degreesOfFreedom.broadcast(to: wide)
        let noise = tape.studentTNoise(
            shape, degreesOfFreedom: degreesOfFreedom.shape == .scalar ? degreesOfFreedom : freedom.reshaped(to: shape),
            purpose: purpose
        ).reshaped(to: wide)
        return stacked.draw(by: noise).reshaped(to: shape)
    }

    /// Draws from components picked by their weights: rows × count × latent features; no gradient is right.
    private func pickedDraw(count: Int, purpose: String) -> Tensor {
        let tape = logWeights.tape
        let picks = logWeights.oneHotPicks(rows: rowCount, count: count, purpose: "\(purpose).pick")
        func picked(_ tensor: Tensor) -> Tensor { picks.matrixProduct(tensor) }
        let shape = TensorShape(rows: rowCount, samples: count, features: latentDimension)
        guard let degreesOfFreedom = parts.degreesOfFreedom else {
            return picked(parts.location) + picked(parts.scale) * tape.normalNoise(shape, purpose: purpose)
        }
        let freedom =
            degreesOfFreedom.shape == parts.location.shape ? picked(degreesOfFreedom) : degreesOfFreedom
        let noise = tape.studentTNoise(shape, degreesOfFreedom: freedom, purpose: purpose)
        return picked(parts.location) + picked(parts.scale) * noise
    }

    func transporting(_ latent: Tensor) -> Tensor? { transported(latent.stoppingGradient()) }

    private func transported(_ latent: Tensor) -> Tensor {
        latent.tape.mixtureTransport(
            latent, logWeights: logWeights, location: parts.location, scale: parts.scale,
            degreesOfFreedom: parts.degreesOfFreedom, velocityLimit: velocityLimit)
    }

    // MARK: Densities

    func logDensity(of latent: Tensor) -> Tensor {
        let samples = latent.shape.samples, rows = max(rowCount, latent.shape.rows)
        // Every latent once for each component.
        let flat = latent.reshaped(to: TensorShape(rows: latent.shape.rows, features: samples * latentDimension))
        let repeated = flat.broadcast(
            to: TensorShape(rows: rows, samples: componentCount, features: samples * latentDimension)
        ).reshaped(to: TensorShape(rows: rows * componentCount, samples: samples, features: latentDimension))
        let own = broadcast(rows: rows).stacked.logDensity(of: repeated)
        let densities = own.reshaped(to: TensorShape(rows: rows, samples: componentCount, features: samples))
        return (densities + logWeights.transposed()).logSumExp(over: .samples).reshaped(
            to: TensorShape(rows: rows, samples: samples))
    }

    func logStratumDensity(ofDraws latent: Tensor) -> Tensor {
        guard isStratified else { return logDensity(of: latent) }
        let shape = TensorShape(
            rows: rowCount * componentCount, samples: latent.shape.samples / componentCount, features: latentDimension)
        return stacked.logDensity(of: latent.reshaped(to: shape)).reshaped(
            to: TensorShape(rows: rowCount, samples: latent.shape.samples))
    }

    /// The same mixture for more rows, where it holds for all of them.
    private func broadcast(rows: Int) -> LocationScaleMixturePosterior {
        guard rows != rowCount else { return self }
        var copy = self
        let shape = TensorShape(rows: rows, samples: componentCount, features: latentDimension)
        copy.parts.location = parts.location.broadcast(to: shape)
        copy.parts.scale = parts.scale.broadcast(to: shape)
        copy.parts.degreesOfFreedom = parts.degreesOfFreedom.map { freedom in
            freedom.shape == parts.location.shape ? freedom.broadcast(to: shape) : freedom
        }
        return copy
    }

    func stoppingGradient() -> any Posterior {
        LocationScaleMixturePosterior(
            parts: parts.stoppingGradient(), logWeights: logWeights.stoppingGradient(), isStratified: isStratified,
            velocityLimit: velocityLimit)
    }
}
