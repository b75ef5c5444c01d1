import Testing

@testable import LacunaCommand

@Suite struct PluginNameTests {
    @Test(arguments: [
        ("laplace", "Laplace", "laplace", "laplace"), ("rain-fall", "RainFall", "rainFall", "rain-fall"),
        ("RainFall", "RainFall", "rainFall", "rain-fall"), ("rain_fall2", "RainFall2", "rainFall2", "rain-fall2"),
        ("ZIP", "ZIP", "zip", "zip"),
        ("independentMetropolis", "IndependentMetropolis", "independentMetropolis", "independent-metropolis"),
    ])
    func aNameHasThreeForms(_ text: String, _ module: String, _ key: String, _ hyphenated: String) throws {
        let name = try PluginName(text)
        #expect([name.module, name.key, name.hyphenated] == [module, key, hyphenated])
    }

    @Test(arguments: ["", "-", "4", "a b", "a/b", "self", "Any", "CLacunaKernels", "swift"])
    func whatNoModuleCanBeCalledIsRefused(_ text: String) {
        #expect(throws: (any Error).self) { try PluginName(text) }
    }
}
