/// Publications that parts of several families come from, so that each is written down once.
///
/// A part of your own brings its own references; nothing in the core depends on these.
extension Reference {
    /// Mattei and Frellsen 2018.
    public static let exactLikelihood = Reference(
        title: "Leveraging the exact likelihood of deep latent variable models",
        authors: ["Pierre-Alexandre Mattei", "Jes Frellsen"], year: 2018,
        venue: "Advances in Neural Information Processing Systems 31", identifier: "arXiv:1802.04826")
    /// Mattei and Frellsen 2019.
    public static let miwae = Reference(
        title: "MIWAE: Deep generative modelling and imputation of incomplete data sets",
        authors: ["Pierre-Alexandre Mattei", "Jes Frellsen"], year: 2019,
        venue: "Proceedings of the 36th International Conference on Machine Learning", identifier: "arXiv:1812.02633")
    /// Tipping and Bishop 1999.
    public static let probabilisticPCA = Reference(
        title: "Probabilistic principal component analysis", authors: ["Michael E. Tipping", "Christopher M. Bishop"],
        year: 1999, venue: "Journal of the Royal Statistical Society: Series B", identifier: "10.1111/1467-9868.00196")
    /// Nazabal and others 2020.
    public static let heterogeneousTables = Reference(
        title: "Handling incomplete heterogeneous data using VAEs",
        authors: ["Alfredo Nazabal", "Pablo M. Olmos", "Zoubin Ghahramani", "Isabel Valera"], year: 2020,
        venue: "Pattern Recognition", identifier: "arXiv:1807.03653")
    /// Rezende, Mohamed and Wierstra 2014.
    public static let deepGenerativeModels = Reference(
        title: "Stochastic backpropagation and approximate inference in deep generative models",
        authors: ["Danilo J. Rezende", "Shakir Mohamed", "Daan Wierstra"], year: 2014,
        venue: "Proceedings of the 31st International Conference on Machine Learning", identifier: "arXiv:1401.4082")
    /// Simkus and Gutmann 2023.
    public static let conditionalSampling = Reference(
        title: "Conditional sampling of variational autoencoders via iterated approximate ancestral sampling",
        authors: ["Vaidotas Simkus", "Michael U. Gutmann"], year: 2023,
        venue: "Transactions on Machine Learning Research", identifier: "arXiv:2308.09078")
    /// Kingma and Welling 2014.
    public static let variationalAutoencoder = Reference(
        title: "Auto-encoding variational Bayes", authors: ["Diederik P. Kingma", "Max Welling"], year: 2014,
        venue: "International Conference on Learning Representations", identifier: "arXiv:1312.6114")
    /// Kingma and Welling 2019.
    public static let variationalAutoencodersIntroduced = Reference(
        title: "An introduction to variational autoencoders", authors: ["Diederik P. Kingma", "Max Welling"],
        year: 2019, venue: "Foundations and Trends in Machine Learning", identifier: "arXiv:1906.02691")
    /// Ma and others 2019.
    public static let partialAutoencoder = Reference(
        title: "EDDI: efficient dynamic discovery of high-value information with partial VAE",
        authors: [
            "Chao Ma", "Sebastian Tschiatschek", "Konstantina Palla", "José Miguel Hernández-Lobato",
            "Sebastian Nowozin", "Cheng Zhang",
        ], year: 2019, venue: "Proceedings of the 36th International Conference on Machine Learning",
        identifier: "arXiv:1809.11142")
    /// Qi and others 2017.
    public static let pointNet = Reference(
        title: "PointNet: deep learning on point sets for 3D classification and segmentation",
        authors: ["Charles R. Qi", "Hao Su", "Kaichun Mo", "Leonidas J. Guibas"], year: 2017,
        venue: "IEEE Conference on Computer Vision and Pattern Recognition", identifier: "arXiv:1612.00593")
    /// Rubin 1976.
    public static let inferenceAndMissingData = Reference(
        title: "Inference and missing data", authors: ["Donald B. Rubin"], year: 1976, venue: "Biometrika",
        identifier: "10.1093/biomet/63.3.581")
    /// Ipsen, Mattei and Frellsen 2021.
    public static let notMissingAtRandom = Reference(
        title: "not-MIWAE: Deep generative modelling with missing not at random data",
        authors: ["Niels Bruun Ipsen", "Pierre-Alexandre Mattei", "Jes Frellsen"], year: 2021,
        venue: "International Conference on Learning Representations", identifier: "arXiv:2006.12871")
    /// Maddison, Mnih and Teh 2017.
    public static let concreteDistribution = Reference(
        title: "The concrete distribution: a continuous relaxation of discrete random variables",
        authors: ["Chris J. Maddison", "Andriy Mnih", "Yee Whye Teh"], year: 2017,
        venue: "International Conference on Learning Representations", identifier: "arXiv:1611.00712")
    /// Jang, Gu and Poole 2017.
    public static let gumbelSoftmax = Reference(
        title: "Categorical reparameterization with Gumbel-softmax",
        authors: ["Eric Jang", "Shixiang Gu", "Ben Poole"], year: 2017,
        venue: "International Conference on Learning Representations", identifier: "arXiv:1611.01144")
    /// Muzellec and others 2020.
    public static let optimalTransportImputation = Reference(
        title: "Missing data imputation using optimal transport",
        authors: ["Boris Muzellec", "Julie Josse", "Claire Boyer", "Marco Cuturi"], year: 2020,
        venue: "Proceedings of the 37th International Conference on Machine Learning", identifier: "arXiv:2002.03860")
    /// He and others 2016.
    public static let residualNetworks = Reference(
        title: "Identity mappings in deep residual networks",
        authors: ["Kaiming He", "Xiangyu Zhang", "Shaoqing Ren", "Jian Sun"], year: 2016,
        venue: "European Conference on Computer Vision", identifier: "arXiv:1603.05027")
    /// Jiang and others 2017.
    public static let deepEmbedding = Reference(
        title: "Variational deep embedding: an unsupervised and generative approach to clustering",
        authors: ["Zhuxi Jiang", "Yin Zheng", "Huachun Tan", "Bangsheng Tang", "Hanning Zhou"], year: 2017,
        venue: "Proceedings of the 26th International Joint Conference on Artificial Intelligence",
        identifier: "arXiv:1611.05148")
    /// Tomczak and Welling 2018.
    public static let vampPrior = Reference(
        title: "VAE with a VampPrior", authors: ["Jakub M. Tomczak", "Max Welling"], year: 2018,
        venue: "International Conference on Artificial Intelligence and Statistics", identifier: "arXiv:1705.07120")
    /// Simkus and Gutmann 2024.
    public static let mixtureFamilies = Reference(
        title: "Improving variational autoencoder estimation from incomplete data with mixture variational families",
        authors: ["Vaidotas Simkus", "Michael U. Gutmann"], year: 2024,
        venue: "Transactions on Machine Learning Research", identifier: "arXiv:2403.03069")
    /// Figurnov, Mohamed and Mnih 2018.
    public static let implicitReparametrisation = Reference(
        title: "Implicit reparameterization gradients",
        authors: ["Michael Figurnov", "Shakir Mohamed", "Andriy Mnih"], year: 2018,
        venue: "Advances in Neural Information Processing Systems 31", identifier: "arXiv:1805.08498")
    /// Morningstar and others 2021.
    public static let stratifiedImportanceWeighting = Reference(
        title: "Automatic differentiation variational inference with mixtures",
        authors: [
            "Warren Morningstar", "Sharad Vikram", "Cusuh Ham", "Andrew Gallagher", "Joshua Dillon",
        ], year: 2021, venue: "Artificial Intelligence and Statistics", identifier: "arXiv:2003.01687")
    /// Shi and others 2019.
    public static let mixtureOfExpertsBound = Reference(
        title: "Variational mixture-of-experts autoencoders for multi-modal deep generative models",
        authors: ["Yuge Shi", "N. Siddharth", "Brooks Paige", "Philip H. S. Torr"], year: 2019,
        venue: "Advances in Neural Information Processing Systems 32", identifier: "arXiv:1911.03393")
    /// Bauer and Mnih 2021.
    public static let generalisedDoubleReparametrisation = Reference(
        title: "Generalized doubly reparameterized gradient estimators", authors: ["Matthias Bauer", "Andriy Mnih"],
        year: 2021, venue: "International Conference on Machine Learning", identifier: "arXiv:2101.11046")
    /// Burda, Grosse and Salakhutdinov 2016.
    public static let importanceWeighting = Reference(
        title: "Importance weighted autoencoders", authors: ["Yuri Burda", "Roger Grosse", "Ruslan Salakhutdinov"],
        year: 2016, venue: "International Conference on Learning Representations", identifier: "arXiv:1509.00519")
    /// Roeder, Wu and Duvenaud 2017.
    public static let stickingTheLanding = Reference(
        title: "Sticking the landing: simple, lower-variance gradient estimators for variational inference",
        authors: ["Geoffrey Roeder", "Yuhuai Wu", "David Duvenaud"], year: 2017,
        venue: "Advances in Neural Information Processing Systems 30", identifier: "arXiv:1703.09194")
    /// Tucker and others 2019.
    public static let doublyReparametrised = Reference(
        title: "Doubly reparameterized gradient estimators for Monte Carlo objectives",
        authors: ["George Tucker", "Dieterich Lawson", "Shixiang Gu", "Chris J. Maddison"], year: 2019,
        venue: "International Conference on Learning Representations", identifier: "arXiv:1810.04152")
    /// Kingma and Ba 2015.
    public static let adam = Reference(
        title: "Adam: a method for stochastic optimization", authors: ["Diederik P. Kingma", "Jimmy Ba"], year: 2015,
        venue: "International Conference on Learning Representations", identifier: "arXiv:1412.6980")
    /// Reddi, Kale and Kumar 2018.
    public static let amsgrad = Reference(
        title: "On the convergence of Adam and beyond",
        authors: ["Sashank J. Reddi", "Satyen Kale", "Sanjiv Kumar"], year: 2018,
        venue: "International Conference on Learning Representations", identifier: "arXiv:1904.09237")
    /// Robbins and Monro 1951.
    public static let stochasticApproximation = Reference(
        title: "A stochastic approximation method", authors: ["Herbert Robbins", "Sutton Monro"], year: 1951,
        venue: "The Annals of Mathematical Statistics", identifier: "10.1214/aoms/1177729586")
    /// Loshchilov and Hutter 2017.
    public static let cosineDecay = Reference(
        title: "SGDR: stochastic gradient descent with warm restarts", authors: ["Ilya Loshchilov", "Frank Hutter"],
        year: 2017, venue: "International Conference on Learning Representations", identifier: "arXiv:1608.03983")
    /// Trefethen and Weideman 2014.
    public static let trapezoidalRule = Reference(
        title: "The exponentially convergent trapezoidal rule", authors: ["Lloyd N. Trefethen", "J. A. C. Weideman"],
        year: 2014, venue: "SIAM Review", identifier: "10.1137/130932132")
    /// Vehtari and others 2024.
    public static let paretoSmoothing = Reference(
        title: "Pareto smoothed importance sampling",
        authors: ["Aki Vehtari", "Daniel Simpson", "Andrew Gelman", "Yuling Yao", "Jonah Gabry"], year: 2024,
        venue: "Journal of Machine Learning Research", identifier: "arXiv:1507.02646")
}
