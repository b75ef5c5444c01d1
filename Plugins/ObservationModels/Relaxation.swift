/// The relaxation of discrete draws whose gradient stands in for theirs.
///
/// A draw keeps its exact value, so that a bound keeps its meaning; the gradient is that of a concrete draw of the same noise,
/// which is biased by as much as the relaxation differs from the draw (Maddison et al. 2017; Jang et al. 2017).
enum Relaxation {
    /// The temperature: two thirds, at which two categories have a density without a mode inside (Maddison et al. 2017,
    /// section 3).
    static let temperature = 2.0 / 3
}
