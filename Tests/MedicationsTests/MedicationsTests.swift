import Foundation
import Medications
import Support
import Testing

@Suite struct `What a medicine is taken for` {
    let map: MedicationMap

    init() throws { map = try ProgramMedicines.map }

    @Test func `has more than two hundred spellings to show it`() { #expect(KnownSpellings.all.count > 200) }

    @Test(arguments: KnownSpellings.all)
    func `follows from its ingredients, however it is written`(_ spelling: KnownSpellings.Spelling) {
        let match = map.match(spelling.text)
        #expect(match.isRecognized)
        #expect(match.ingredients == spelling.ingredients)
        #expect(match.classes.map(\.rawValue).sorted() == spelling.classes)
    }

    @Test(arguments: [
        "", "   ", "the blue one", "lisinopril and the blue one", "xyzzycillin", "zzz", "12.5 mg",
        "eye drops",
        "prozac 5xyz", "tylenol7", "something for sleep", "sleep", "for sleep", "no more xanax",
        "stopped zoloft",
        "xanax-like thing", "T3", "a white pill", "Tylenol 3 tablets", "mg", "tea from my aunt", "heart",
        "mab",
        "Zoloft or the other", "remedio casero", "0.5", "unknown", "don't know", "varios",
    ])
    func `what is not wholly understood is unknown`(_ text: String) {
        #expect(map.match(text) == .unknown)
    }

    @Test(arguments: [
        "none", "None", "NONE.", "n/a", "N/A", "no medications", "No meds", "nothing", "Not taking any",
        "ninguno",
        "no tomo nada", "ningún medicamento",
    ])
    func `none is understood, and no medicine`(_ text: String) {
        #expect(map.match(text) == .nothing)
    }

    @Test func `drops for the eye keep no class, an opioid on the skin keeps its own`() {
        #expect(map.match("timolol ophthalmic").classes == [])
        #expect(map.match("timolol").classes == [.antihypertensive])
        #expect(map.match("Cosopt").classes == [])
        #expect(map.match("Cosopt and metoprolol").classes == [.antihypertensive])
        #expect(map.match("morphine topical").classes == [.opioid])
    }

    @Test func `a salt is no medicine of its own, a mineral by itself is`() {
        #expect(map.match("losartan potassium").ingredients == ["losartan"])
        #expect(map.match("losartan, potassium").ingredients == ["losartan", "potassium"])
        #expect(map.match("potassium 10 mEq").ingredients == ["potassium"])
    }

    @Test func `ingredients that a person names have their classes, unknown ones none`() {
        #expect(map.classes(of: ["Lamotrigine"]) == [.anticonvulsant])
        #expect(map.classes(of: ["lamotrigine", "fantasy"]) == nil)
        #expect(map.classes(of: []) == nil)
    }
}
