import LacunaCommand
import Testing

@Suite struct JSONTextTests {
    private let example: JSONText = [
        "z": ["values": .numbers([0.1, 1, .nan, -.infinity]), "seconds": 1e-7, "sd": .optional(nil)],
        "a": ["text \"q\"\n", true, ["k": .null]], "n": -3, "empty": [], "none": .object([]),
    ]

    @Test func keepsTheOrderAndIsShort() {
        #expect(
            example.text() == """
                {"z":{"values":[0.1,1,null,null],"seconds":1e-07,"sd":null},"a":["text \\"q\\"\\n",true,{"k":null}],\
                "n":-3,"empty":[],"none":{}}
                """)
    }

    @Test func indents() {
        #expect(
            example.indentedText() == """
                {
                  "z": {
                    "values": [0.1, 1, null, null],
                    "seconds": 1e-07,
                    "sd": null
                  },
                  "a": [
                    "text \\"q\\"\\n",
                    true,
                    {
                      "k": null
                    }
                  ],
                  "n": -3,
                  "empty": [],
                  "none": {}
                }
                """)
    }
}
