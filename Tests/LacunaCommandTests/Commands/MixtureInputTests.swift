import Foundation
import LacunaCommand
import Testing

/// Mixtures that cannot be had, and bounds that cannot serve them: one sentence each, before anything is learnt.
@Suite struct MixtureInputTests {
    private static let cases: [(line: String, expected: String)] = [
        ("--method missSIWAE --set model.posterior.componentCount=0", "must lie between 1 and 1000, not 0"),
        ("--method missSIWAE --set model.posterior.componentCount=1000000", "must lie between 1 and 1000, not 1000000"),
        ("--method missSIWAE --set model.posterior.component=mixture", "must not be a mixture itself"),
        (
            "--method missIWAE --set model.posterior.component=fullCovarianceGaussian",
            "ancestral sampling needs components with a distribution function in each latent, which "
                + "fullCovarianceGaussian has not"
        ),
        (
            "--method missSIWAE --set bound.totalSampleCount=7",
            "a total of 7 draws a row cannot be split evenly among the 5 components"
        ),
        (
            "--method miwae --set model.posterior={type:\"mixture\"}",
            "importanceWeighted weighs all draws alike, but model.posterior mixture draws from 5 strata"
        ),
        (
            "--method missIWAE --set bound={type:\"stratifiedImportanceWeighted\"}",
            "stratifiedImportanceWeighted gives every stratum its share, but model.posterior mixture draws from the whole"
        ),
        (
            "--method missSVAE --set model.posterior=gaussian",
            "stratifiedEvidenceLowerBound gives every stratum its share, but model.posterior gaussian draws from the whole"
        ),
        (
            "--method missSIWAE --set model.posterior.component=fullCovarianceGaussian "
                + "--set bound.gradient=doublyReparametrised",
            "doublyReparametrised moves draws with the whole mixture, for which every component"
        ),
    ]

    @Test(arguments: cases.indices) func eachIsOneSentence(index: Int) throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let (line, expected) = Self.cases[index]
        let outcome = sandbox.run("impute @data.csv \(line)")
        #expect(outcome.status == 2, "\(line)")
        #expect(outcome.messages.contains(expected), "\(line): \(outcome.messages)")
        #expect(!outcome.messages.contains("problems"), "\(line): \(outcome.messages)")
        #expect(try sandbox.names() == ["data.csv"])
    }

    /// What does not fit whatever the table is found without one.
    @Test func aConfigurationIsCheckedWithoutATable() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("{ method: \"missSIWAE\", bound: { totalSampleCount: 12 } }", to: "c.json5")
        let outcome = sandbox.run("config check @c.json5")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("cannot be split evenly"), "\(outcome.messages)")
    }

    @Test(arguments: ["missVAE", "missSVAE", "missIWAE", "missSIWAE"])
    func everyMethodCompletesAMixedTable(method: String) throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.impute(
            "data.csv",
            "--method \(method) --draws 2 --set training.diagnostics=true --set imputation.quantiles=[0.1]"
        )
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("components of the posterior in use: "), "\(outcome.messages)")
        #expect(outcome.messages.contains("signal-to-noise ratio of the gradient over an epoch: decoder "))
        #expect(
            try sandbox.names() == ["data.csv", "data.imputed.1.csv", "data.imputed.2.csv", "data.imputed.q0.1.csv"])
        for name in ["data.imputed.1.csv", "data.imputed.2.csv"] {
            #expect(try !sandbox.read(name).contains(",,"))
        }
    }
}
