import Foundation
import Medications
import Testing

@Suite struct `The list of medicines` {
    private static let sections = [
        "ingredients", "names", "localNames", "groups", "nothing", "local", "reasons", "counted",
        "otherWords",
        "ignored",
    ]

    private static func sources(_ more: [String] = []) -> String {
        let named = (sections + MedicationClass.allCases.map(\.rawValue) + more).map {
            "\"\($0)\": \"made up\""
        }
        return "{\(named.joined(separator: ","))}"
    }

    /// A small list: a part may be replaced by another.
    private func list(_ changes: [String: String] = [:], sources: String? = nil) throws -> MedicationMap {
        var parts = [
            "version": "1", "sources": sources ?? Self.sources(),
            "ingredients": #"{"codeine": ["opioid"], "ramelta": ["opioid"], "ramelto": []}"#,
            "names": #"{"vicodol": ["codeine"]}"#, "localNames": "{}",
            "groups": #"{"pain pill": ["opioid"]}"#,
            "nothing": #"["none"]"#, "local": #"{"forms": ["cream"], "keeps": []}"#,
            "reasons": #"{"after": ["for"], "words": ["pain"]}"#, "counted": "[]",
            "otherWords": #"["codes"]"#, "ignored": #"["for"]"#,
        ]
        parts.merge(changes) { $1 }
        let json = parts.map { "\"\($0)\": \($1)" }.joined(separator: ",")
        return try MedicationMap(json: Data("{\(json)}".utf8))
    }

    @Test func `two names equally near explain nothing`() throws {
        #expect(try list().match("rameltu") == .unknown)
        #expect(try list().match("ramelto").isRecognized)
        #expect(try list().match("codiene").ingredients == ["codeine"])
    }

    @Test func `a word of every day is no slip of the pen, a name cut off is read`() throws {
        let names = ["names": #"{"codex": ["codeine"], "vicodolan": ["codeine"], "vicodopram": ["ramelto"]}"#]
        #expect(try list(names).match("codez").isRecognized)
        #expect(try list(names).match("codes") == .unknown)
        #expect(try list(names).match("vicodola").isRecognized)
        #expect(try list(names).match("vicodo") == .unknown)
    }

    @Test func `what it is taken for is read after for, not by itself`() throws {
        #expect(try list().match("codeine for pain").isRecognized)
        #expect(try list().match("codeine pain") == .unknown)
        #expect(try list().match("pain pill").classes == [.opioid])
    }

    @Test(arguments: [
        ("names", #"{"vicodin": ["hydrocodone"]}"#, "vicodin: an ingredient of it has no entry"),
        ("names", #"{"vicodin": []}"#, "vicodin: an ingredient of it has no entry"),
        ("names", #"{"Codeine.": ["codeine"]}"#, "Codeine.: it is there twice"),
        ("localNames", #"{"vicodol": ["codeine"]}"#, "vicodol: it is there twice"),
        ("groups", #"{"--": []}"#, "--: nobody could write it"),
        ("groups", #"{"pain pill": ["opiate"]}"#, "pain pill: there is no class opiate"),
        ("ingredients", #"{"codeine": ["Opioid"]}"#, "codeine: there is no class Opioid"),
        ("local", #"{"forms": [], "keeps": ["all"]}"#, "local: there is no class all"),
        ("sources", #"{"ingredients": "a book"}"#, "sources: that of anticonvulsant is not named"),
    ])
    func `is refused for a fault, and the fault named`(_ part: String, _ value: String, _ words: String) {
        let fault = #expect(throws: MedicationMapFault.self) { try list([part: value]) }
        #expect(fault?.description == words)
    }

    @Test func `names no source for what is not in it`() throws {
        let fault = #expect(throws: MedicationMapFault.self) {
            try list(sources: Self.sources(["x"]))
        }
        #expect(fault?.description == "sources: there is no section or class x")
    }
}
