import Foundation
import Lacuna
import Testing

@testable import LacunaTestKit

@Suite struct ExactGridTests {
    static let values = [[1.5, 0, -0.25, 0], [0, 0, 0, 0], [0, 2.5, 0, 0.5], [-2, 1, 3, 0]]
    static let observed: [[UInt8]] = [[1, 0, 1, 0], [0, 0, 0, 0], [0, 1, 0, 1], [1, 1, 1, 0]]

    @Test func keepsItsContract() {
        let report = checkSampler(ExactGrid())
        #expect(report.passed, "\(report)")
    }

    /// The posteriors are no narrower than three distances of the grid, so that its sums are exact to rounding.
    @Test(arguments: [1, 2]) func meansAreThoseInClosedForm(dimension: Int) throws {
        let example = try LinearLatents(dimension: dimension)
        let results = try ExactGrid().results(example.rows(Self.values, Self.observed))
        for (row, result) in results.enumerated() {
            for feature in 0..<4 where Self.observed[row][feature] == 0 {
                let exact = example.conditional(feature, Self.values[row], Self.observed[row]).mean
                #expect(abs(Double(result.summary[feature]) - exact) < 1e-6, "row \(row), cell \(feature)")
            }
        }
    }

    /// The kit's integrals have errors of 1e-8.
    @Test func meansWhereCellsAreMaskedAreThoseByQuadrature() throws {
        var sampling = try ToySampling(.float64, masking: (LinearGaussian.masking, .exact))
        sampling.request = ImputationRequest(isDiagnosed: false)
        let dataset = sampling.dataset(Self.values, Self.observed)
        let results = try sampling.run(ExactGrid(), dataset, batches: [[0, 1, 2, 3]])[0]
        for (row, result) in results.enumerated() {
            let values = Self.values[row].map { Double(Float($0)) }
            let exact = ToyConditional(sampling.toy, values, Self.observed[row], masking: LinearGaussian.masking)
            for (place, feature) in exact.missing.enumerated() {
                let distance = abs(Double(result.summary[feature]) - exact.mean[place])
                #expect(distance < 2e-6, "row \(row), cell \(feature): off by \(distance)")
            }
        }
    }

    /// Latents are weighed with the missing cells integrated out, or not at all.
    @Test func drawsOfMissingCellsAreRefused() throws {
        let sampling = try ToySampling(.float64, masking: (LinearGaussian.masking, .sampled))
        let sentence = try #require(ExactGrid().problems(with: sampling.model).first)
        #expect(
            sentence.hasPrefix(
                "exactGrid needs model.integration exact where missingness is not ignorable, but with "
                    + "model.missingness toySelfMasking it is sampled; write exact"))
        let dataset = sampling.dataset([Self.values[0]], [Self.observed[0]])
        #expect(throws: LacunaError.self) { try sampling.run(ExactGrid(), dataset, batches: [[0]]) }
    }

    /// Of normal weights with standard deviation σ at a distance h: √(4π) σ/h points.
    @Test func effectivePointsResolveThePosterior() throws {
        let example = try LinearLatents(dimension: 1)
        let results = try ExactGrid(sidePointCount: 401).results(example.rows(Self.values, Self.observed))
        for (row, result) in results.enumerated() {
            let variance = example.posterior(Self.values[row], Self.observed[row]).covariance[0][0]
            let expected = (4 * Double.pi * variance).squareRoot() / 0.05
            #expect(abs(result.diagnostics.effectiveSampleSize / expected - 1) < 1e-6)
            #expect(result.diagnostics.paretoShape == nil && result.diagnostics.isReliable)
        }
        // A distance of 1.5 is enough for the prior, and too coarse for what is observed.
        let coarse = try ExactGrid(sidePointCount: 14).results(example.rows(Self.values, Self.observed))
        #expect(coarse.allSatisfy { !$0.diagnostics.isReliable })
    }

    /// Of two latents, the width of one given the other counts: 1/√P of the diagonal of the precision P. Across a slope as
    /// along an axis, what is narrow is found out, though there be many points in all.
    @Test(arguments: [[0, 1], [1, 1], [1, -0.4]]) func narrowPosteriorsAreFoundOut(_ direction: [Double]) throws {
        let loadings = direction.enumerated().map { [$1, $1, $1, $0 == 0 ? -1 : 0.3] }
        for (scale, isReliable) in [(0.6, true), (0.02, false)] {
            let example = try LinearLatents(dimension: 2, loadings: loadings, scales: [scale, scale, scale, 0.4])
            let observed: [[UInt8]] = [[1, 1, 1, 0], [1, 0, 1, 0]], values = [[0.9, 0.5, 0.7, 0], [-0.3, 0, 0.1, 0]]
            let results = try ExactGrid().results(example.rows(values, observed))
            for (row, result) in results.enumerated() {
                #expect(result.diagnostics.isReliable == isReliable, "\(result.diagnostics)")
                guard isReliable else { continue }
                let covariance = example.posterior(values[row], observed[row]).covariance
                let determinant = covariance[0][0] * covariance[1][1] - covariance[0][1] * covariance[1][0]
                let variance = determinant / max(covariance[0][0], covariance[1][1])
                let expected = (4 * Double.pi * variance).squareRoot() / 0.1
                #expect(abs(result.diagnostics.effectiveSampleSize / expected - 1) < 1e-6)
            }
        }
    }

    /// The first row's posterior lies at the end of the grid, the other's far from it.
    @Test func weightAtTheEdgeIsFoundOut() throws {
        let example = try LinearLatents(dimension: 1)
        var sampler = ExactGrid()
        sampler.end = 4
        let results = try sampler.results(
            example.rows([[0, 6, 0, -5], [0, 1, 0, 0]], [[0, 1, 0, 1], [0, 1, 0, 0]]))
        #expect(results.map(\.diagnostics.shortcoming) == [.gridEdge, nil])
        #expect(results.map(\.diagnostics.isReliable) == [false, true])
    }

    /// As many rows a pass as without a key; two latents take fewer points.
    @Test func linesOfManyPointsTakeManyRows() {
        #expect(ExactGrid().preferredBatchSize == 64 && ExactGrid(sidePointCount: 2001).preferredBatchSize == 64)
        #expect(ExactGrid(sidePointCount: 2000).preferredBatchSize == 1)
    }

    /// The quantiles of 20,000 draws have a standard error of √(p(1 − p)/20,000)/φ(x), at most .0121
    /// standard deviations at .1, .5 and .9; six of them make false alarms of less than 1e-7 in 12 comparisons.
    @Test func quantilesAreThoseOfTheNormal() throws {
        let example = try LinearLatents(dimension: 2)
        var sampler = ExactGrid()
        sampler.sampleCount = 20_000
        let request = ImputationRequest(summary: .median, quantiles: [0.1, 0.9])
        let values = [Self.values[0], Self.values[2]], observed = [Self.observed[0], Self.observed[2]]
        let results = try sampler.results(example.rows(values, observed, request))
        for (row, result) in results.enumerated() {
            for feature in 0..<4 where observed[row][feature] == 0 {
                let (mean, deviation) = example.conditional(feature, values[row], observed[row])
                let found = [result.summary[feature]] + result.quantiles.map { $0[feature] }
                for (number, standard) in zip(found, [0, -1.2815515655446004, 1.2815515655446004]) {
                    let distance = (Double(number) - mean) / deviation - standard
                    #expect(abs(distance) < 6 * 0.0121, "row \(row), cell \(feature): off by \(distance)")
                }
            }
        }
    }

    /// Draws run in pieces of their own, whose number changes none of them.
    @Test func drawsAreTheSameBesideSummaries() throws {
        let example = try LinearLatents(dimension: 2)
        let alone = try ExactGrid().results(example.rows(Self.values, Self.observed, ImputationRequest(drawCount: 300)))
        let beside = try ExactGrid().results(
            example.rows(Self.values, Self.observed, ImputationRequest(summary: .median, drawCount: 300)))
        for (alone, beside) in zip(alone, beside) {
            #expect(alone.draws.count == 300 && alone.draws == beside.draws)
            #expect(Set(alone.draws.map { $0[3] }).count == 300)
        }
        // Nor does the number of draws change a median.
        var few = ExactGrid()
        few.sampleCount = 100
        let medians = try [0, 300].map { count in
            let request = ImputationRequest(summary: .median, quantiles: [0.2], drawCount: count)
            return try few.results(example.rows(Self.values, Self.observed, request)).map {
                [$0.summary] + $0.quantiles
            }
        }
        #expect(medians[0] == medians[1])
    }

    @Test func moreThanTwoLatentsAreRefused() throws {
        let example = try LinearLatents(dimension: 3)
        let sentence = try #require(ExactGrid().problems(with: example.model).first)
        #expect(sentence.hasPrefix("exactGrid serves 1 or 2 latent features, but model.latentDimension is 3; choose"))
        #expect(throws: LacunaError.self) { try ExactGrid().results(example.rows(Self.values, Self.observed)) }
        let plane = try LinearLatents(dimension: 2)
        #expect(ExactGrid().problems(with: plane.model).isEmpty)
        #expect(
            ExactGrid(sidePointCount: 3000).problems(with: plane.model).first?.contains("at most 2000 points a side")
                == true)
    }

    /// A part of the prior lies beyond, or between the points.
    @Test func aPriorThatTheGridDoesNotHoldIsRefused() throws {
        let example = try LinearLatents(dimension: 1)
        var narrow = ExactGrid()
        narrow.end = 2
        for (sampler, mass) in [(narrow, "0.954"), (ExactGrid(sidePointCount: 10), "0.963")] {
            let error = #expect(throws: LacunaError.self) {
                try sampler.results(example.rows(Self.values, Self.observed))
            }
            #expect(error?.problems.first?.contains("standardNormal has a mass of \(mass)") == true, "\(error as Any)")
            #expect(error?.problems.first?.contains("imputation.sampler") == false)
        }
    }

    @Test func keysOutOfRangeAreRefused() {
        var sampler = ExactGrid(sidePointCount: 9)
        sampler.end = 0
        sampler.sampleCount = 0
        #expect(sampler.allProblems().map(\.key) == ["sidePointCount", "end", "sampleCount"])
        #expect(ExactGrid().allProblems().isEmpty)
    }
}
