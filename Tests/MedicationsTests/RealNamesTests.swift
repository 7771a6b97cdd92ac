import Foundation
import Medications
import Support
import Testing

/// Real names of respondents of NHANES 2013-2014, read in place; skipped where the folder is not there.
@Suite(.enabled(if: Checkout.sharedData != nil))
struct `The names that people really give` {
    let map: MedicationMap

    init() throws { map = try ProgramMedicines.map }

    @Test func `each is classed, or known without a class, or listed as not recognised`() throws {
        let names = try rows(of: "nhanes-medications.csv").dropFirst().compactMap { $0.first }
        #expect(names.count == 568)
        let matches = names.map { (name: $0, match: map.match($0)) }
        let unknown = matches.filter { !$0.match.isRecognized }.map(\.name)
        let classed = matches.count { !$0.match.classes.isEmpty }
        print(
            "NHANES names: \(classed) classed, \(names.count - classed - unknown.count) known without a class,",
            "\(unknown.count) not recognised: \(unknown)")
        #expect(unknown == [])
    }

    @Test func `fewer than one person in a hundred has one that is not recognised`() throws {
        let rows = try rows(of: "nhanes-intake.csv")
        let column = try #require(rows.first?.firstIndex(of: "medications"))
        var people = 0
        var unresolved = 0
        var byClass: [MedicationClass: Int] = [:]
        for row in rows.dropFirst() {
            let names = row[column].split(separator: ";").map(String.init)
            if names.isEmpty { continue }
            people += 1
            let matches = names.map(map.match)
            if matches.contains(where: { !$0.isRecognized }) { unresolved += 1 }
            for taken in Set(matches.flatMap(\.classes)) { byClass[taken, default: 0] += 1 }
        }
        let share = Double(unresolved) / Double(people) * 100
        print("People with an unrecognised medicine: \(unresolved) of \(people), \(share) %")
        for taken in MedicationClass.allCases { print("  \(taken.rawValue): \(byClass[taken, default: 0])") }
        #expect(people > 1000)
        #expect(unresolved * 100 < people)
        #expect(MedicationClass.allCases.allSatisfy { byClass[$0] != nil || [.maoi, .herbal].contains($0) })
    }

    private func rows(of file: String) throws -> [[String]] {
        let file = try #require(Checkout.sharedData).appending(path: file)
        return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
