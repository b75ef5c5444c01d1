import LacunaCore
import Testing

/// Analyses of several imputed tables as they stand in a file.
@Suite struct ImputedAnalysesTests {
    private func problems(_ text: String) throws -> [String] {
        let table = try csvTable(text)
        return #expect(throws: LacunaError.self) { try ImputedAnalyses(table) }?.problems ?? []
    }

    @Test func termsComeInTheirFirstOrder() throws {
        let table = try csvTable(
            "term,p,.imp,estimate,std.error\nb,x,1,1,0.5\n\"a \",,1,2,1e-1\na,,2.0,3,0\nb,,2,5,.25\nb,,last,6,0\na,,last,7,1\n"
        )
        let analyses = try ImputedAnalyses(table)
        #expect(analyses.imputationCount == 3)
        #expect(analyses.terms.map(\.name) == ["b", "a"])
        #expect(analyses.terms.map(\.estimates) == [[1, 5, 6], [2, 3, 7]])
        #expect(analyses.terms.map(\.standardErrors) == [[0.5, 0.25, 0], [0.1, 0, 1]])
        let pooled = analyses.pooled(completeDataDegreesOfFreedom: 9)
        #expect(
            pooled == [
                RubinRules(
                    estimates: [1, 5, 6], standardErrors: [0.5, 0.25, 0], completeDataDegreesOfFreedom: 9),
                RubinRules(estimates: [2, 3, 7], standardErrors: [0.1, 0, 1], completeDataDegreesOfFreedom: 9),
            ])
        #expect(analyses.pooled()[0].degreesOfFreedom != pooled[0].degreesOfFreedom)
    }

    @Test func commonSpellingsAreKnown() throws {
        for error in ["standard error", "standardError", "Standard_Error", "std.error", "SE", "stderr"] {
            for imputation in ["imputation", ".imp", "Imputation"] {
                let table = try csvTable("Term,Estimate,\(error),\(imputation)\na,1,1,1\na,2,1,2\n")
                #expect(try ImputedAnalyses(table).terms.map(\.estimates) == [[1, 2]])
            }
        }
    }

    @Test func columnsThatAreMissingOrDoubled() throws {
        let missing = try problems("term,value,.imp\na,1,1\n")
        let sentence = "lacks columns \"estimate\", \"standard error\"; its columns are \"term\", \"value\", \".imp\""
        #expect(missing.count == 1 && missing.first?.contains(sentence) == true)
        let doubled = try problems("term,estimate,se,std.error,.imp\na,1,1,1,1\n")
        #expect(
            doubled.count == 1
                && doubled.first?.contains("\"se\", \"std.error\" could each be the standard error") == true)
        let delimiter = try problems("term;estimate;se;.imp\na;1;1;1\n")
        #expect(delimiter.last?.contains("data.delimiter") == true)
    }

    @Test func allBadCellsAtOnce() throws {
        let found = try problems(
            "term,estimate,se,.imp\na,x,1,1\nb,1,-2,1\n,1,1,1\na,1,,2\nb,nan,1,\nb,2,1,2\nb,3,1,2\n")
        let expected = [
            "line 2, column \"estimate\": \"x\" is not a number", "line 3, column \"se\": -2 is negative",
            "line 4, column \"term\": the cell is empty", "line 5, column \"se\": \"\" is not a number",
            "line 6, column \"estimate\": \"nan\" is not a number", "line 6, column \".imp\": the cell is empty",
            "line 8: the term \"b\" stands a second time in imputation 2, first in line 7",
        ]
        #expect(found.count == expected.count)
        for (problem, part) in zip(found, expected) { #expect(problem.contains(part), "\(problem)") }
    }

    @Test func unequalTermsAreASentenceEach() throws {
        let found = try problems("term,estimate,se,.imp\na,1,1,1\nage,1,1,1\na,1,1,2\nage,1,1,2\na,1,1,3\nsex,1,1,3\n")
        let sentences = [
            "imputation 3 has no row for the term \"age\", which imputation 1 has; give every imputation the same terms",
            "imputation 1 has no row for the term \"sex\", which imputation 3 has",
            "imputation 2 has no row for the term \"sex\", which imputation 3 has",
        ]
        #expect(found.count == sentences.count)
        for (problem, sentence) in zip(found, sentences) { #expect(problem.contains(sentence), "\(problem)") }
    }

    /// A row that does not say what it belongs to is one problem: what it lacks elsewhere follows from it.
    @Test func emptyLabelsHaveNoFollowers() throws {
        let term = try problems("term,estimate,se,.imp\na,1,1,1\nb,1,1,1\na,1,1,2\n,1,1,2\n")
        #expect(
            term.count == 1 && term.first?.contains("line 5, column \"term\": the cell is empty") == true, "\(term)")
        let imputation = try problems("term,estimate,se,.imp\na,1,1,1\nb,1,1,1\na,1,1,\nb,1,1,\n")
        #expect(imputation.count == 2 && imputation.allSatisfy { $0.contains("the cell is empty") }, "\(imputation)")
    }

    @Test func oneImputationIsTooFew() throws {
        let found = try problems("term,estimate,se,.imp\na,1,1,1\nb,1,1,1.0\n")
        #expect(found.count == 1 && found.first?.contains("has only the imputation 1; pooling needs") == true)
    }
}
