import Lacuna
import Testing

@Suite struct ColumnMeanMethodTests {
    @Test func itNeedsNoModel() throws {
        let configuration = try configuration(of: ColumnMeanMethod.self)
        #expect(try !configuration.imputer.member().usesModel)
    }
}
