import Testing

@testable import LacunaCore

@Suite struct SuggestionTests {
    @Test func theNearestNameIsFoundAndNoFarOne() {
        #expect(Suggestion.nearest(to: "Selfmaksing", among: ["linear", "selfMasking"]) == "selfMasking")
        #expect(Suggestion.nearest(to: "mcra", among: ["mar", "mcar"]) == "mcar")
        #expect(Suggestion.nearest(to: "neural", among: ["linear", "ignorable"]) == nil)
        #expect(Suggestion.phrase(for: "linaer", among: ["linear"]) == "; did you mean \"linear\"?")
        #expect(Suggestion.phrase(for: "x", among: []).isEmpty)
    }

    /// A letter decides between what may be ignored and what may not.
    @Test func mechanismsAreNotTakenForEachOther() {
        let words = ["mcar", "mar", "mnar"]
        for word in words {
            #expect(Suggestion.nearest(to: word, among: words.filter { $0 != word }) == nil)
        }
        #expect(Suggestion.nearest(to: "NMAR", among: ["ignorable", "mar", "mcar"]) == nil)
        #expect(Suggestion.nearest(to: "nmar", among: words) == "mnar")
        #expect(Suggestion.nearest(to: "mnar", among: ["mar", "mcar", "logisticMNAR", "threshold"]) == "logisticMNAR")
        // The name of a column is no mechanism unless it is such a word.
        #expect(Suggestion.nearest(to: "mars", among: ["mar"]) == "mar")
    }
}
