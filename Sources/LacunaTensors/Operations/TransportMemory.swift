/// Where the backward pass of `MixtureTransport` works on one row of Student's t components, in 64 bits.
///
/// A cell is a component of a latent feature; the components of a feature lie side by side.
struct TransportMemory {
    let components: Int
    let latents: Int
    /// Whether the degrees of freedom want their gradient.
    let wantsDegrees: Bool
    /// How far a latent may move for a unit of a log-weight, in the scales around it.
    let velocityLimit: Double

    // MARK: A row's parameters

    let logWeights: UnsafeMutablePointer<Double>
    let location: UnsafeMutablePointer<Double>
    let scale: UnsafeMutablePointer<Double>
    let inverseScale: UnsafeMutablePointer<Double>
    /// The log-density of each cell at its location.
    let peak: UnsafeMutablePointer<Double>
    let distributions: UnsafeMutablePointer<StudentTDistribution>
    /// Maximum of the log-weights, and Σ exp(log-weight − maximum).
    let start: UnsafeMutablePointer<Double>

    // MARK: One sample

    let latent: UnsafeMutablePointer<Double>
    let upstream: UnsafeMutablePointer<Double>
    /// (z − location) / scale of each cell.
    let distance: UnsafeMutablePointer<Double>
    /// log(1 + distance² / ν) of each cell.
    let logGrowth: UnsafeMutablePointer<Double>
    /// w_k given the features before the first, the second, …, and given all of them: (latents + 1) · components.
    let weights: UnsafeMutablePointer<Double>
    /// 1 / q(z_j | z_<j).
    let inverseDensity: UnsafeMutablePointer<Double>
    /// log π_k + Σ log q_kj so far.
    let logits: UnsafeMutablePointer<Double>
    /// w_k times the mass below z_j, and above it, over q(z_j | z_<j).
    let below: UnsafeMutablePointer<Double>
    let above: UnsafeMutablePointer<Double>
    /// What the features after the present one ask of log w_k.
    let carried: UnsafeMutablePointer<Double>
    let scores: UnsafeMutablePointer<Double>

    // MARK: Gradients, added up over samples

    let logWeightsGradient: UnsafeMutablePointer<Double>
    let locationGradient: UnsafeMutablePointer<Double>
    let scaleGradient: UnsafeMutablePointer<Double>
    let degreesGradient: UnsafeMutablePointer<Double>

    /// Memory that this many bytes at `scratch` give, see `byteCount`.
    init(_ scratch: UnsafeMutableRawPointer, components: Int, latents: Int, wantsDegrees: Bool, velocityLimit: Double) {
        self.components = components
        self.latents = latents
        self.wantsDegrees = wantsDegrees
        self.velocityLimit = velocityLimit
        let cells = components * latents
        distributions = scratch.bindMemory(to: StudentTDistribution.self, capacity: cells)
        var next = (scratch + cells * MemoryLayout<StudentTDistribution>.stride)
            .bindMemory(to: Double.self, capacity: Self.numberCount(components, latents))
        func take(_ count: Int) -> UnsafeMutablePointer<Double> {
            defer { next += count }
            return next
        }
        logWeights = take(components)
        location = take(cells)
        scale = take(cells)
        inverseScale = take(cells)
        peak = take(cells)
        start = take(2)
        latent = take(latents)
        upstream = take(latents)
        distance = take(cells)
        logGrowth = take(cells)
        weights = take(cells + components)
        inverseDensity = take(latents)
        logits = take(components)
        below = take(components)
        above = take(components)
        carried = take(components)
        scores = take(components)
        logWeightsGradient = take(components)
        locationGradient = take(cells)
        scaleGradient = take(cells)
        degreesGradient = take(cells)
    }

    private static func numberCount(_ components: Int, _ latents: Int) -> Int {
        10 * components * latents + 8 * components + 3 * latents + 2
    }

    /// Bytes of scratch memory.
    static func byteCount(components: Int, latents: Int) -> Int {
        components * latents * MemoryLayout<StudentTDistribution>.stride
            + numberCount(components, latents) * MemoryLayout<Double>.stride
    }

    func clearGradients() {
        logWeightsGradient.update(repeating: 0, count: components)
        locationGradient.update(repeating: 0, count: components * latents)
        scaleGradient.update(repeating: 0, count: components * latents)
        degreesGradient.update(repeating: 0, count: components * latents)
    }

    /// A number held within ±limit; NaN stays.
    @inline(__always)
    static func limited(_ x: Double, to limit: Double) -> Double { x > limit ? limit : x < -limit ? -limit : x }
}
