#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A number that a tensor can hold: `Float` or `Double`, with the functions that authors of operations need.
public protocol TensorScalar: BinaryFloatingPoint, Sendable {
    /// e to the power x.
    static func exp(_ x: Self) -> Self
    /// The natural logarithm.
    static func log(_ x: Self) -> Self
    /// log(1 + x), exact for small x.
    static func log(onePlus x: Self) -> Self
    /// exp(x) − 1, exact for small x.
    static func expMinusOne(_ x: Self) -> Self
    /// The hyperbolic tangent.
    static func tanh(_ x: Self) -> Self
    /// The error function.
    static func erf(_ x: Self) -> Self
    /// The logarithm of |Γ(x)|.
    static func logGamma(_ x: Self) -> Self
}

extension TensorScalar {
    /// log(1 + exp x), without overflow.
    public static func softplus(_ x: Self) -> Self { max(x, 0) + log(onePlus: exp(-abs(x))) }

    /// 1 / (1 + exp(−x)), without overflow.
    public static func sigmoid(_ x: Self) -> Self {
        let power = exp(-abs(x))
        return x >= 0 ? 1 / (1 + power) : power / (1 + power)
    }
}

extension Float: TensorScalar {
    /// e to the power x.
    public static func exp(_ x: Float) -> Float { expf(x) }
    /// The natural logarithm.
    public static func log(_ x: Float) -> Float { logf(x) }
    /// log(1 + x), exact for small x.
    public static func log(onePlus x: Float) -> Float { log1pf(x) }
    /// exp(x) − 1, exact for small x.
    public static func expMinusOne(_ x: Float) -> Float { expm1f(x) }
    /// The hyperbolic tangent.
    public static func tanh(_ x: Float) -> Float { tanhf(x) }
    /// The error function.
    public static func erf(_ x: Float) -> Float { erff(x) }
    /// The logarithm of |Γ(x)|.
    public static func logGamma(_ x: Float) -> Float { Float(Double.logGamma(Double(x))) }
}

extension Double: TensorScalar {
    /// e to the power x.
    public static func exp(_ x: Double) -> Double { Scalars.exponential(x) }
    /// The natural logarithm.
    public static func log(_ x: Double) -> Double { Scalars.logarithm(x) }
    /// log(1 + x), exact for small x.
    public static func log(onePlus x: Double) -> Double { Scalars.logarithmOfOnePlus(x) }
    /// exp(x) − 1, exact for small x.
    public static func expMinusOne(_ x: Double) -> Double { Scalars.exponentialMinusOne(x) }
    /// The hyperbolic tangent.
    public static func tanh(_ x: Double) -> Double { Scalars.hyperbolicTangent(x) }
    /// The error function.
    public static func erf(_ x: Double) -> Double { Scalars.errorFunction(x) }
    /// The logarithm of |Γ(x)|.
    public static func logGamma(_ x: Double) -> Double { Scalars.logarithmOfGamma(x) }
}

/// The C library's functions under names of their own: inside `Double`, `exp` would mean the static member.
enum Scalars {
    static func exponential(_ x: Double) -> Double { exp(x) }
    static func logarithm(_ x: Double) -> Double { log(x) }
    static func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
    static func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
    static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
    static func errorFunction(_ x: Double) -> Double { erf(x) }
    static func cosine(_ x: Double) -> Double { cos(x) }
    static func logarithmOfGamma(_ x: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }
}
