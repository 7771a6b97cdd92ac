import Foundation
import Medications
import Support
import Testing

private let map = try? MedicationMap(
    json: Data(contentsOf: Checkout.folder.appending(path: "Schema/protocols/medication-classes.json")))

@Suite struct `What a medicine is taken for` {
    @Test(arguments: [
        ("Lisinopril", ["lisinopril"], [MedicationClass.antihypertensive]),
        ("LISINOPRIL 10 mg tablet", ["lisinopril"], [.antihypertensive]),
        ("metoprolol succinate ER 25mg", ["metoprolol"], [.antihypertensive]),
        ("HYDROCHLOROTHIAZIDE + LISINOPRIL", ["hydrochlorothiazide", "lisinopril"], [.antihypertensive]),
        ("Vicodin", ["acetaminophen", "hydrocodone"], [.opioid]),
        ("xanax 0.5mg at night", ["alprazolam"], [.benzodiazepine]),
        ("Saint John’s Wort", ["st john's wort"], [.antidepressant, .strongCYP, .herbal]),
        ("Lamictal", ["lamotrigine"], [.anticonvulsant]),
        ("lithium carbonate", ["lithium carbonate"], [.lithium]),
        ("Nardil", ["phenelzine"], [.maoi]),
        ("Synthroid 88 mcg", ["levothyroxine"], [.thyroid]),
        ("metformina", ["metformin"], []),
        ("sertralina", ["sertraline"], [.antidepressant]),
        ("insulin isophane (NPH)", ["insulin isophane nph"], []),
        ("blood pressure medicine", [], [.antihypertensive]),
        ("fentanyl patch", ["fentanyl"], [.opioid]),
        ("Tylenol #3", ["acetaminophen", "codeine"], [.opioid]),
        ("tylenol 4", ["acetaminophen", "codeine"], [.opioid]),
    ])
    func `follows from its ingredients, however it is written`(
        _ text: String, _ ingredients: [String], _ classes: [MedicationClass]
    ) throws {
        let match = try #require(map).match(text)
        #expect(match.isRecognized)
        #expect(match.ingredients == ingredients)
        #expect(Set(match.classes) == Set(classes))
    }

    @Test(arguments: [
        ("lamictil", "lamotrigine"), ("zolft", "sertraline"), ("gabapenten", "gabapentin"),
        ("alprazolm", "alprazolam"), ("levothyroxin", "levothyroxine"),
        ("hydrocholorothiazide", "hydrochlorothiazide"),
    ])
    func `a slip of the pen is seen through`(_ text: String, _ ingredient: String) throws {
        #expect(try #require(map).match(text).ingredients == [ingredient])
    }

    @Test(arguments: [
        "", "   ", "the blue one", "lisinopril and the blue one", "xyzzycillin", "zzz", "12.5 mg",
        "eye drops", "Tylenol-3", "tylenol3", "prozac 5xyz",
        "something for sleep",
    ])
    func `what is not wholly understood is unknown`(_ text: String) throws {
        #expect(try #require(map).match(text) == .unknown)
    }

    @Test func `two names equally near explain nothing`() throws {
        let two = Data(
            """
            {"version": 1, "sources": ["made up"], "ingredients": {"ramelta": ["opioid"], "ramelto": []}, "names": {},
             "groups": {}, "local": {"forms": [], "keeps": []}, "ignored": []}
            """.utf8)
        #expect(try MedicationMap(json: two).match("rameltu") == .unknown)
        #expect(try MedicationMap(json: two).match("ramelto").isRecognized)
    }

    @Test func `drops for the eye keep no class, an opioid on the skin keeps its own`() throws {
        let map = try #require(map)
        #expect(map.match("timolol ophthalmic").classes == [])
        #expect(map.match("timolol").classes == [.antihypertensive])
        #expect(map.match("morphine topical").classes == [.opioid])
    }

    @Test func `ingredients that a person names have their classes, unknown ones none`() throws {
        let map = try #require(map)
        #expect(map.classes(of: ["Lamotrigine"]) == [.anticonvulsant])
        #expect(map.classes(of: ["lamotrigine", "fantasy"]) == nil)
        #expect(map.classes(of: []) == nil)
    }

    @Test(arguments: [
        (#""names": {"vicodin": ["hydrocodone"]}, "sources": ["x"]"#, "vicodin"),
        (#""names": {"Codeine": ["codeine"]}, "sources": ["x"]"#, "odeine"),
        (#""names": {}, "sources": []"#, "sources"),
    ])
    func `a faulty list is refused and the fault named`(_ parts: String, _ named: String) {
        let json = Data(
            """
            {"version": 1, "ingredients": {"codeine": ["opioid"]}, \(parts), "groups": {},
             "local": {"forms": [], "keeps": []}, "ignored": []}
            """.utf8)
        let fault = #expect(throws: MedicationMapFault.self) { try MedicationMap(json: json) }
        #expect(fault?.name.contains(named) == true)
    }
}

@Suite struct `The names that people really give` {
    /// Real names of respondents of NHANES 2013-2014, read in place; skipped where the folder is not there.
    @Test(.enabled(if: Checkout.sharedData != nil))
    func `are understood, for 97 of 100 people`() throws {
        let map = try #require(map)
        let file = try #require(Checkout.sharedData).appending(path: "nhanes-intake.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        let column = try #require(lines.first?.split(separator: ",").firstIndex(of: "medications"))
        var people = 0
        var understood = 0
        var unknown: Set<String> = []
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let names = cells[column].split(separator: ";").map(String.init)
            if names.isEmpty { continue }
            people += 1
            let missed = names.filter { !map.match($0).isRecognized }
            if missed.isEmpty { understood += 1 }
            unknown.formUnion(missed)
        }
        #expect(people > 1000)
        #expect(understood * 100 >= people * 97, "\(understood) of \(people): \(unknown.sorted())")
    }
}
