import Testing

@testable import LacunaTensors

/// Student's t in both tails, and its derivatives by the degrees of freedom.
@Suite struct StudentTDistributionTests {
    /// t, ν, log-density, ∂ log-density/∂ν, mass in the tail beyond t (of the side it lies on), ∂ mass below t/∂ν.
    ///
    /// Made with mpmath 1.3.0 at 60 digits on the exact doubles, printed as the nearest double. Log-density:
    /// loggamma((ν+1)/2) − loggamma(ν/2) − log(πν)/2 − (ν+1)/2 · log1p(t²/ν). Tail: density · t/ν ·
    /// hyp2f1((ν+1)/2, 1, ν/2+1, ν/(ν+t²)) where t² > ν/2, else 1/2 − density · t · Σ_n ((ν+1)/2)_n/(3/2)_n · (t²/(ν+t²))^n
    /// with digits to spare for the difference. Derivatives: central differences with steps of 1e-20 ν and 1e-14 ν.
    private static let golden: [(Double, Double, Double, Double, Double, Double)] = [
        (0.0, 3.0, -1.0008888496235098, 0.026480513893278643, 0.5, 0.0),
        (0.25, 0.1, -2.1769500400482173, 6.253573577822613, 0.4663156314074599, 0.17146383977947782),
        (-30.0, 0.1, -6.917720770059679, 5.327786346482885, 0.29704248667997646, -1.38766561596076),
        (1000000.0, 0.1, -18.373404156275765, -5.085860234133049, 0.10484119468057496, 1.5816196097306299),
        (-0.7, 0.5, -1.8228555594413425, 0.9716721468659171, 0.34270033126038324, -0.11612226659403851),
        (2.5, 1.0, -3.1257313547159837, 0.06471541164389498, 0.1211189415908434, 0.10029320895989276),
        (-10000.0, 1.0, -19.565410639801765, -8.017193206416238, 3.183098851227577e-05, -0.00028702617311883205),
        (0.01, 2.0, -1.0397957689649804, 0.056865318190127606, 0.4964645544791005, 0.0002010147756844426),
        (-1.3, 2.5, -1.92035709706526, 0.061596894579588994, 0.1502433946353541, -0.0188095357156103),
        (3.0, 2.5, -3.6872381245767865, -0.17773907132943964, 0.03628804777451592, 0.01812979095737399),
        (6.5, 3.0, -6.4280696125791605, -0.7078469052065918, 0.003697262318291914, 0.0037744157423201296),
        (-50.0, 4.0, -17.079205180761974, -2.580487435332572, 4.78722682848485e-07, -1.3548379808093127e-06),
        (0.5, 5.0, -1.11499008156302, 0.013990193713324547, 0.3191494358204645, 0.0020359590317604436),
        (-2.0, 5.0, -2.731979583761081, -0.01741281855778086, 0.05096973941492918, -0.005696884352185706),
        (9.0, 7.5, -11.441598113093258, -0.7109994495315208, 1.3946420627284908e-05, 1.1621453226964606e-05),
        (1.75, 15.5, -2.4225594208593306, -0.0012996414272286405, 0.04994182160493285, 0.0006354723999259205),
        (-5.25, 15.5, -9.365009761599742, -0.1691917659910213, 4.399029815678896e-05, -9.267984442745956e-06),
        (-4.5, 16.0, -7.886284009826679, -0.11118341833923587, 0.0001817701270780786, -2.659941144787957e-05),
        (5.5, 16.5, -10.04680221804826, -0.1766730831189665, 2.1707420926380988e-05, 4.6899116661609265e-06),
        (-1.0, 30.0, -1.4355125791352041, 0.0005493790532904301, 0.16265430771301495, -0.0001321693468483361),
        (20.0, 30.0, -42.197381644273364, -0.8503961346758475, 3.3745418328856433e-19, 2.974350493909995e-19),
        (-3.5, 100.0, -6.757134693573756, -0.0026428129922760144, 0.00034821385867813445, -1.3037505537308251e-06),
        (13.0, 100.0, -50.89326876903726, -0.17747794006405893, 1.6242709842045872e-23, 2.98478565241856e-24),
        (0.8, 1000.0, -1.2394060744763817, 4.67482524450112e-07, 0.21195039741457147, 9.497882548670196e-08),
        (-30.0, 1000.0, -322.1670585624466, -0.08384774571790134, 7.687343722021741e-142, -6.482078318582915e-143),
        (2.25, 10000.0, -3.4498260876595563, -3.622934944553109e-08, 0.01223529772224312, 1.082641682444053e-09),
        (-6.0, 1000000.0, -18.91863279065647, -3.057350966065048e-10, 9.869249061772174e-10, -3.3731078492270763e-19),
        (25.0, 1000000.0, -313.3216356066293, -9.726237216450943e-08, 3.371179083771837e-138, 3.2999455621387096e-145),
    ]

    @Test func agreesWithGoldenValues() {
        for (t, degrees, logDensity, logDensitySlope, tail, massSlope) in Self.golden {
            let distribution = StudentTDistribution(degreesOfFreedom: degrees)
            let place: Comment = "t = \(t), ν = \(degrees)"
            #expect(Self.deviation(distribution.logDensity(at: t), logDensity) < 1e-14, place)
            let slope = distribution.logDensitySlope(at: t, logGrowth: distribution.logGrowth(at: t))
            #expect(Self.deviation(slope, logDensitySlope) < 1e-12, place)
            let inTail = t < 0 ? distribution.massBelow(t) : distribution.massAbove(t)
            let other = t < 0 ? distribution.massAbove(t) : distribution.massBelow(t)
            // The exponential of a log-density of −322 has lost two digits.
            #expect(Self.deviation(inTail, tail) < 2e-13, place)
            #expect(Self.deviation(other, 1 - tail) < 1e-14, place)
            #expect(Self.deviation(distribution.massBelowSlope(t), massSlope) < 1e-12, place)
        }
    }

    private static func deviation(_ value: Double, _ expected: Double) -> Double {
        expected == 0 ? abs(value) : abs(value / expected - 1)
    }

    /// Where one form of the tail takes over from another, both agree: neighbours on either side differ by the slope.
    @Test func formsMeet() {
        let step = 1e-9
        func relativeJump(_ lower: (Double, Double), _ upper: (Double, Double)) -> (Double, Double) {
            let tails = [lower, upper].map { t, degrees in
                let distribution = StudentTDistribution(degreesOfFreedom: degrees)
                return distribution.tail(atDistance: t, logGrowth: distribution.logGrowth(at: t))
            }
            return (
                abs(tails[1].overDensity / tails[0].overDensity - 1),
                abs(tails[1].slopeOverDensity / tails[0].slopeOverDensity - 1)
            )
        }
        // ν = 16 and its like two below, and log(1 + t²/ν) = 1.
        for distance in [0.3, 1.0, 4.0] {
            for degrees in [2.0, 4, 14, 16] {
                let jump = relativeJump((distance, degrees - step), (distance, degrees + step))
                #expect(jump.0 < 20 * step && jump.1 < 20 * step, "t = \(distance), ν = \(degrees): \(jump)")
            }
        }
        for degrees in [0.1, 1, 3, 15, 17, 400, 1e5] {
            let distance = (degrees * Double.expMinusOne(1)).squareRoot()
            let jump = relativeJump((distance * (1 - step), degrees), (distance * (1 + step), degrees))
            #expect(jump.0 < 20 * step && jump.1 < 20 * step, "ν = \(degrees): \(jump)")
        }
    }

    /// The slope is the derivative of the mass, and the density that by t.
    @Test func derivativesAgreeWithDifferences() {
        var worst = 0.0
        for degrees in [0.1, 0.8, 2.5, 5, 12, 15.9, 16.1, 40, 1000] {
            let distribution = StudentTDistribution(degreesOfFreedom: degrees)
            let step = 1e-5 * degrees
            let up = StudentTDistribution(degreesOfFreedom: degrees + step)
            let down = StudentTDistribution(degreesOfFreedom: degrees - step)
            for t in [-6.0, -4, -1.5, -0.2, 0, 0.6, 2, 5.5] {
                func check(_ value: Double, _ difference: Double, _ scale: Double) {
                    worst = max(worst, abs(value - difference) / scale)
                }
                // Of the tail, whose differences do not cancel; by the logarithm of ν.
                let tail = distribution.massBelow(-abs(t))
                let slope = distribution.massBelowSlope(-abs(t))
                check(
                    slope * degrees, (up.massBelow(-abs(t)) - down.massBelow(-abs(t))) / 2e-5,
                    tail + abs(slope * degrees))
                let logSlope = distribution.logDensitySlope(at: t, logGrowth: distribution.logGrowth(at: t))
                check(
                    logSlope * degrees, (up.logDensity(at: t) - down.logDensity(at: t)) / 2e-5,
                    1 + abs(distribution.logDensity(at: t)))
                let gap = 1e-5
                check(
                    distribution.score(at: t),
                    (distribution.logDensity(at: t + gap) - distribution.logDensity(at: t - gap)) / (2 * gap),
                    1 + abs(distribution.logDensity(at: t)))
                check(
                    Double.exp(distribution.logDensity(at: t)),
                    (distribution.massBelow(t + gap) - distribution.massBelow(t - gap)) / (2 * gap), 1)
            }
        }
        #expect(worst < 1e-8 && worst > 0)
    }

    /// Far beyond all digits, ratios still are what their limits say: the tail of a power law, and of the normal.
    @Test func farTailsStayFinite() {
        for degrees in [0.1, 2, 5, 100] {
            let distribution = StudentTDistribution(degreesOfFreedom: degrees)
            let distance = 1e70
            let tail = distribution.tail(atDistance: distance, logGrowth: distribution.logGrowth(at: distance))
            #expect(abs(tail.overDensity * degrees / distance - 1) < 1e-12)
            #expect(tail.slopeOverDensity.isFinite && tail.slopeOverDensity < 0)
            #expect(distribution.massBelow(-.infinity) < 1e-14 && distribution.massBelow(.infinity) > 1 - 1e-14)
        }
        for distance in [0.0, 0.5, 3, 20] {
            let distribution = StudentTDistribution(degreesOfFreedom: 1e14)
            let tail = distribution.tail(atDistance: distance, logGrowth: distribution.logGrowth(at: distance))
            #expect(abs(tail.overDensity / NormalDistribution.tailOverDensity(distance) - 1) < 1e-9)
        }
        #expect(StudentTDistribution(degreesOfFreedom: -3).logDensity(at: 1).isNaN)
    }
}
