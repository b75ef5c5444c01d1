/// Log-densities in nats, made with 60-digit arithmetic (mpmath 1.3) from the textbook formulas and rounded once to 64
/// bits; SciPy and PyTorch agree to the rounding wherever their formulas do not cancel.
///
/// Conventions: normal (mean, standard deviation); Student's t (location, scale, degrees of freedom); Bernoulli (log-odds,
/// value 0 or 1); categorical (logits, index of the category).
///
/// To regenerate: evaluate the formulas at the arguments listed here, as exact binary fractions, with at least 60 digits.
enum GoldenLogDensities {
    static let gaussian: [(value: Double, mean: Double, standardDeviation: Double, logDensity: Double)] = [
        (0.0, 0.0, 1.0, -0.9189385332046728),
        (10000.0, 0.0, 1.0, -50000000.91893853),
        (0.3, 0.30000001, 0.001, 5.988816745727465),
        (0.3, 0.31, 1e-6, -49999987.103428066),
        (-2.5, 1.5, 1000.0, -7.82670181218681),
        (1e-8, 0.0, 1e-8, 17.001742210747693),
        (40.0, -1.0, 1.0, -841.4189385332047),
        (7.25, 7.25, 0.001, 5.988816745777465),
    ]

    static let studentT: [(value: Double, location: Double, scale: Double, degrees: Double, logDensity: Double)] = [
        (0.0, 0.0, 1.0, 3.0, -1.0008888496235098),
        (100000000.0, 0.0, 1.0, 3.000001, -72.48640442632413),
        (0.3, 0.2, 0.001, 3.0000001, -10.31718998358219),
        (0.3, 0.3, 0.001, 3.5, 5.918281687722635),
        (5.0, -1.0, 0.7, 30.0, -19.76081084203304),
        (40.0, 0.0, 1.0, 100000000.0, -800.9125466039065),
        (1.5, 0.25, 0.5, 1000000.0, -3.3507849620506516),
        (2.0, 0.0, 1.0, 1000000000000.0, -2.918938533202923),
        (1e-9, 0.0, 1.0, 4.0, -0.9808292530117262),
        (-100000.0, 3.0, 0.001, 100.0, -1621.9443739139026),
        (0.7, 0.1, 2.0, 1.0, -1.9240547626503979),
        (3.0, 0.0, 1.0, 250.0, -5.358515082118117),
        (1000.0, 0.0, 1.0, 10000.0, -23078.82910799792),
    ]

    static let bernoulli: [(value: Double, logit: Double, logDensity: Double)] = [
        (1.0, 0.0, -0.6931471805599453),
        (0.0, 0.0, -0.6931471805599453),
        (1.0, 800.0, 0.0),
        (0.0, 800.0, -800.0),
        (1.0, -800.0, -800.0),
        (0.0, -800.0, -0.0),
        (1.0, 36.7, -1.1518409493076095e-16),
        (0.0, -36.7, -1.1518409493076095e-16),
        (1.0, 1e-300, -0.6931471805599453),
        (1.0, -5.5, -5.504078443270571),
        (0.0, 17.25, -17.250000032241868),
    ]

    static let categorical: [(category: Int, logits: [Double], logDensity: Double)] = [
        (0, [1000.0, 0.0, -1000.0], 0.0),
        (2, [1000.0, 0.0, -1000.0], -2000.0),
        (1, [1000.0, 1000.0, 1000.0], -1.0986122886681098),
        (3, [0.5, -0.25, 2.0, 0.0], -2.38107997133931),
        (1, [-800.0, -801.0], -1.3132616875182228),
        (0, [1e-12, 0.0], -0.6931471805594454),
    ]
}
