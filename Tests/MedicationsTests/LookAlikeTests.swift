import Foundation
import Support
import Testing

@testable import Medications

/// Pairs that have been confused in pharmacies (ISMP's list of confused drug names), and slips of the pen at random: no
/// medicine may be taken for another one.
@Suite struct `One medicine is never taken for another` {
    let map: MedicationMap

    init() throws { map = try ProgramMedicines.map }

    @Test(arguments: [
        ("Celexa", "Celebrex"), ("hydroxyzine", "hydralazine"), ("Lamictal", "Lamisil"), ("Zantac", "Xanax"),
        ("clonidine", "Klonopin"), ("clonazepam", "clonidine"), ("bupropion", "buspirone"),
        ("tramadol", "trazodone"), ("prednisone", "prednisolone"), ("Adderall", "Inderal"),
        ("Zyprexa", "Zyrtec"),
        ("clomipramine", "clomiphene"), ("chlorpromazine", "chlorpropamide"), ("fluoxetine", "paroxetine"),
        ("Paxil", "Plavix"), ("Lasix", "Luvox"), ("Prozac", "Proscar"), ("Seroquel", "Serzone"),
        ("lorazepam", "loratadine"), ("diazepam", "diltiazem"), ("methadone", "methylphenidate"),
        ("Cardura", "Coumadin"), ("carbamazepine", "oxcarbazepine"), ("quetiapine", "olanzapine"),
        ("amantadine", "amiodarone"), ("Topamax", "Toprol"), ("Lexapro", "Loxapine"),
        ("Wellbutrin", "Welchol"),
        ("nicardipine", "nifedipine"), ("metformin", "metronidazole"), ("Brintellix", "Brilinta"),
        ("morphine", "hydromorphone"), ("oxycodone", "oxymorphone"), ("Vyvanse", "Vivactil"),
        ("levetiracetam", "levofloxacin"), ("lamotrigine", "lamivudine"), ("risperidone", "ropinirole"),
        ("guanfacine", "guaifenesin"), ("Ativan", "Atarax"), ("Restoril", "Risperdal"), ("Concerta", "Coreg"),
    ])
    func `though the names look alike`(_ left: String, _ right: String) {
        let (left, right) = (map.match(left), map.match(right))
        #expect(left.isRecognized && right.isRecognized)
        #expect(left.ingredients != right.ingredients)
    }

    @Test func `whatever one letter of a long name is lost, doubled, exchanged or changed`() {
        var random = Dice(seed: 6)
        var tried = 0
        var understood = 0
        for (name, meaning) in map.known.sorted(by: { $0.key < $1.key })
        where name.utf8.count >= 8 && !name.contains(" ") && !name.contains(where: \.isNumber) {
            let slip = Self.slip(in: name, by: &random)
            // The slip may be another name, letter for letter.
            if map.known[slip] != nil { continue }
            tried += 1
            let match = map.match(slip)
            if match.isRecognized { understood += 1 }
            let isMeant = match.ingredients == meaning.ingredients.sorted()
            #expect(!match.isRecognized || isMeant, "\(slip) for \(name) is \(match.ingredients)")
        }
        print("Slips of the pen: \(understood) of \(tried) understood, none taken for another medicine")
        #expect(tried > 2000)
        #expect(understood * 10 > tried * 9)
    }

    @Test func `nor changes its classes with its case, salt, form or dose`() {
        let decorations: [(String) -> String] = [
            { $0.uppercased() }, { $0.capitalized }, { "\($0) 50mg" }, { "\($0) HCl 10 mg tablet" },
            { "\($0) sodium ER 0.5 mg tid prn" }, { "1/2 tab \($0) at bedtime" }, { "  \($0), " },
            { "\($0) 2.5-5 mg/5ml oral solution" }, { "\($0) XR q12h for pain" },
        ]
        for (name, meaning) in map.known where !name.split(separator: " ").contains(where: \.isNumber) {
            for decorate in decorations {
                let match = map.match(decorate(name))
                let expected =
                    meaning.isLocal ? meaning.classes.intersection(map.lists.localKeeps) : meaning.classes
                #expect(Set(match.classes) == expected, "\(decorate(name))")
                #expect(match.isRecognized, "\(decorate(name))")
            }
        }
    }

    @Test func `nor guessed at from a long name with three slips`() {
        #expect(map.match("levothyboxime").ingredients == ["levothyroxine"])
        #expect(!map.match("lemothyboxime").isRecognized)
    }

    @Test(arguments: ["active", "metric", "sleeve", "inflect", "remedy", "static", "proven", "private"])
    func `nor found in a word of every day`(word: String) { #expect(!map.match(word).isRecognized) }

    private static func slip(in name: String, by random: inout Dice) -> String {
        var letters = Array(name)
        let place = Int.random(in: 1..<letters.count - 1, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters.remove(at: place)
        case 1: letters.insert(letters[place], at: place)
        case 2: letters.swapAt(place, place + 1)
        default: letters[place] = Array("abcdefghijklmnopqrstuvwxyz").randomElement(using: &random) ?? "x"
        }
        return String(letters)
    }
}

extension Substring {
    fileprivate var isNumber: Bool { allSatisfy(\.isNumber) }
}

/// Numbers at random, the same ones each time (SplitMix64).
private struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
