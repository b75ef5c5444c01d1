/// Exact numbers of a factor-analysis model, x ~ N(mean, W Wᵀ + diag(scale²)) with z ~ N(0, I), for six patterns.
///
/// Made with mpmath 1.3 at 60 digits from the textbook formulas (log-density of N(mean_o, W_o W_oᵀ + Ψ_o), conditional
/// moments by the Schur complement, posterior of z by Woodbury's identity), rounded to double; numpy agrees to 4e-15. To
/// make them anew, evaluate those formulas for the model and the row below.
enum FactorAnalysisReference {
    /// W, features × latents, row-major.
    static let loadings: [Double] = [0.9, -0.3, 0.5, 0.8, -0.7, 0.4, 0.2, 1.1, 0.0, -0.6]
    static let mean: [Double] = [0.5, -1.0, 0.0, 2.0, 0.25]
    static let scales: [Double] = [0.4, 0.6, 0.3, 0.9, 0.05]
    static let row: [Double] = [1.1, -0.4, 0.7, 1.2, 0.6]

    /// What is known of the row under one pattern of observed cells.
    struct Pattern: Sendable {
        var observed: [Double]
        var logDensity: Double
        /// E[x_m | x_o], in the order of the columns.
        var missingMean: [Double]
        /// Cov[x_m | x_o], row-major.
        var missingCovariance: [Double]
        var latentMean: [Double]
        var latentCovariance: [Double]
    }

    static let patterns: [Pattern] = [
        Pattern(
            observed: [1.0, 1.0, 1.0, 1.0, 1.0], logDensity: -9.222105879196384,
            missingMean: [],
            missingCovariance: [],
            latentMean: [-0.2701097367924861, -0.549024687385205],
            latentCovariance: [
                0.08214700255854678, 0.0018631035965771653, 0.0018631035965771653,
                0.0066818377688853976,
            ]),
        Pattern(
            observed: [0.0, 0.0, 0.0, 0.0, 0.0], logDensity: 0.0,
            missingMean: [0.5, -1.0, 0.0, 2.0, 0.25],
            missingCovariance: [
                1.06, 0.21000000000000002, -0.75, -0.15, 0.18, 0.21000000000000002, 1.25,
                -0.029999999999999943, 0.9800000000000001, -0.48, -0.75, -0.029999999999999943, 0.74,
                0.30000000000000004, -0.24, -0.15, 0.9800000000000001, 0.30000000000000004, 2.06, -0.66, 0.18,
                -0.48, -0.24, -0.66, 0.3625,
            ],
            latentMean: [0.0, 0.0],
            latentCovariance: [1.0, 0.0, 0.0, 1.0]),
        Pattern(
            observed: [1.0, 0.0, 0.0, 0.0, 0.0], logDensity: -1.1178843080213776,
            missingMean: [-0.8811320754716981, -0.42452830188679247, 1.9150943396226414, 0.35188679245283017],
            missingCovariance: [
                1.2083962264150945, 0.11858490566037741, 1.0097169811320756,
                -0.5156603773584906, 0.11858490566037741, 0.20933962264150943, 0.19386792452830195,
                -0.11264150943396228, 1.0097169811320756, 0.19386792452830195, 2.0387735849056607,
                -0.6345283018867924, -0.5156603773584906, -0.11264150943396228, -0.6345283018867924,
                0.33193396226415095,
            ],
            latentMean: [0.509433962264151, -0.169811320754717],
            latentCovariance: [0.2358490566037736, 0.25471698113207547, 0.25471698113207547, 0.9150943396226415]),
        Pattern(
            observed: [1.0, 1.0, 0.0, 1.0, 0.0], logDensity: -3.757421883466982,
            missingMean: [-0.4659109660855847, 0.33694005938207366],
            missingCovariance: [
                0.190185436693418, -0.04588623335391128, -0.04588623335391128,
                0.07718171796454712,
            ],
            latentMean: [0.5827870378536223, -0.1449000989701228],
            latentCovariance: [0.14733809565805334, 0.00928947291060351, 0.00928947291060351, 0.2074492165681865]),
        Pattern(
            observed: [0.0, 0.0, 0.0, 0.0, 1.0], logDensity: -0.5805386481023482,
            missingMean: [0.6737931034482758, -1.463448275862069, -0.2317241379310345, 1.3627586206896551],
            missingCovariance: [
                0.9706206896551725, 0.4483448275862069, -0.6308275862068965,
                0.1777241379310345, 0.4483448275862069, 0.6144137931034482, -0.34779310344827585,
                0.10606896551724139, -0.6308275862068965, -0.34779310344827585, 0.581103448275862,
                -0.13696551724137931, 0.1777241379310345, 0.10606896551724139, -0.13696551724137931,
                0.8583448275862069,
            ],
            latentMean: [0.0, -0.5793103448275861],
            latentCovariance: [1.0, 0.0, 0.0, 0.006896551724137933]),
        Pattern(
            observed: [0.0, 1.0, 1.0, 0.0, 1.0], logDensity: -5.6778815488618175,
            missingMean: [-0.05517786353425083, 1.2392961996769039],
            missingCovariance: [
                0.2734785123556511, 0.024840160905370234, 0.024840160905370234,
                0.824633186586545,
            ],
            latentMean: [-0.7989588476043854, -0.5462836643656537],
            latentCovariance: [
                0.14060815686228686, 0.0018930043556628002, 0.0018930043556628002,
                0.006756973880629717,
            ]),
    ]
}
