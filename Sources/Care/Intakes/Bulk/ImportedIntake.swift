import Clinic
import Clocks
import Foundation
import Questionnaires
import Sealing
import StrictJSON

/// A line of a file, judged and sealed, as it is taken over into the database: everything but the person's own words is in
/// the clear, so that the care team can see what waits.
package struct ImportedIntake: Sendable {
    package let id: ID<ImportedIntake>
    /// What the file calls it; unique within its source.
    package let ref: String
    /// A keyed hash of the line.
    package let digest: SearchToken
    package let status: JudgedLine.Status
    package let outcome: EligibilityOutcome
    package let rules: [String]
    /// The rules that would raise a flag, with the graver severity of them; `nil` where none would.
    package let flag: (severity: Int, rules: [String])?
    package let answers: Sealed<String>
    /// Whose it is, where the line says so: a patient's handle.
    package let subject: String?

    /// Seals a line.
    ///
    /// - Parameter line: as it was read.
    /// - Returns: `nil` where it has no name of its own or is invalid: such a line is never taken over.
    package init?(_ judged: JudgedLine, line: [UInt8], keyring: Keyring, at now: Instant) throws {
        guard judged.status != .invalid, let ref = judged.ref, let answers = judged.answers else {
            return nil
        }
        let id = ID<ImportedIntake>(at: now)
        self.id = id
        self.ref = ref
        digest = keyring.searchToken(for: .importedLine, String(decoding: line, as: UTF8.self))
        status = judged.status
        outcome = judged.outcome
        rules = judged.rules
        let flagging = judged.findings.filter { $0.flag != nil }
        flag = flagging.compactMap(\.flag).min().map { severity in
            (severity, flagging.map(\.rule).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        }
        self.answers = try Sealed(
            answers.json.text, with: keyring.derivedKey(for: "imported_intake"), at: Self.place(id))
        subject = judged.person.subject.flatMap(Self.handle)
    }

    /// `Patient/pt-7k2mq` is the handle of one of our patients; other references are other systems'.
    private static func handle(_ reference: String) -> String? {
        guard reference.hasPrefix("Patient/pt-"), reference.utf8.count <= 40 else { return nil }
        return String(reference.dropFirst("Patient/".count))
    }

    static func place(_ id: ID<ImportedIntake>) -> SealedPlace {
        SealedPlace(table: "imported_intake", column: "answers", row: id.description)
    }
}

/// Why an imported intake could not become a patient's.
package enum ImportRefusal: Refusing, CaseIterable {
    /// It is somebody's already.
    case alreadyClaimed
    /// The patient has an intake of their own, which an import never replaces.
    case hasIntake

    package var code: String {
        switch self {
        case .alreadyClaimed: "import_already_claimed"
        case .hasIntake: "import_has_intake"
        }
    }
}
