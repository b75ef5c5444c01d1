/// Bounds and their gradients on a linear-Gaussian model with two latents, one row and four given draws of noise.
///
/// Made with mpmath 1.3 at 60 digits from log w = log p(x_o | z) + log p(z) − log q(z), z = mu + sigma · noise, and the
/// derivatives of the bounds written out; automatic differentiation in double agrees to 1e-15. To make them anew, evaluate
/// those formulas for the model, the row and the noise below.
enum BoundsReference {
    static let analysis = FactorAnalysis(
        loadings: Matrix(3, 2, [0.8, -0.4, 0.3, 0.9, -0.6, 0.5]), mean: [0.1, -0.2, 0.3], scales: [0.5, 0.7, 0.4])
    static let row = [0.9, -0.6, 0.25]
    static let observed = [1.0, 0.0, 1.0]
    static let locations = [0.4, -0.3]
    static let scales = [0.6, 0.8]
    static let noise = [0.5, -1.2, -0.3, 0.8, 1.4, 0.1, -0.9, -0.6]

    static let logDensity = -1.9444985232733094
    static let evidenceLowerBound = -2.7107188290554456
    static let importanceWeighted = -2.2561330106183277

    /// Gradients of the bound with respect to locations and scales of q, by estimator.
    static let gradients: [(bound: String, estimator: String, locations: [Double], scales: [Double])] = [
        (
            "evidenceLowerBound", "total", [-1.7009499999999997, 1.6942249999999999],
            [-1.236183333333333, -0.5719075]
        ),
        (
            "evidenceLowerBound", "stickingTheLanding", [-1.409283333333333, 1.4129749999999999],
            [-1.6070166666666663, -1.0562825]
        ),
        (
            "importanceWeighted", "total", [0.669861034660789, 0.14922695024765364],
            [-0.06557060201897487, 0.40304783018563456]
        ),
        (
            "importanceWeighted", "stickingTheLanding", [0.08893034939560422, 0.1382257682746587],
            [-0.6153099695865661, -0.28281570810364914]
        ),
        (
            "importanceWeighted", "doublyReparametrised", [0.14473649789040877, -0.08960799440018581],
            [-0.06756747253700303, -0.07253077569316373]
        ),
    ]

    /// Gradients with respect to W, features × latents, by bound; the same with every estimator.
    static let loadingGradients: [String: [Double]] = [
        "evidenceLowerBound": [-0.4488, 0.18464000000000014, 0, 0, 2.5652499999999994, -2.603875],
        "importanceWeighted": [
            -0.10569416460180397, -0.43397553388421756, 0, 0, 0.7548239273609985, -1.0257154244119173,
        ],
    ]

    /// The weighted mean of the missing column over the four draws, and the effective number of draws.
    static let imputedMean = -0.41907719482508504
    static let effectiveSampleSize = 2.6341970233561836

    // A mixture of two normal components as q, with two draws from each; the numbers are made in the same way, with
    // log w = log p(x_o | z) + log p(z) − log Σ_k π_k q_k(z).
    static let mixtureLogits = [0.4, -0.2]
    static let mixtureLocations = [[0.5, -0.5], [-0.4, 0.6]]
    static let mixtureScales = [[0.5, 0.7], [0.9, 0.4]]
    /// By draw, component and latent.
    static let mixtureNoise = [[[0.3, -0.8], [1.1, 0.2]], [[-0.7, 0.4], [0.05, -1.5]]]
    static let stratifiedEvidenceLowerBound = -2.2947940632091197
    static let stratifiedImportanceWeighted = -1.8889790820239993
    static let stratifiedImportanceWeightedLoose = -1.8968432026456896

    /// The draws of the mixture, component by component.
    static var mixtureDraws: [Double] {
        var draws: [Double] = []
        for component in 0..<2 {
            let location = mixtureLocations[component], scale = mixtureScales[component]
            for noise in mixtureNoise {
                for latent in 0..<2 { draws.append(location[latent] + scale[latent] * noise[component][latent]) }
            }
        }
        return draws
    }
}
