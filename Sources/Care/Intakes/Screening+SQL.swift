import Clinic
import Clocks
import Foundation
import Postgres
import Questionnaires
import Sealing
import StrictJSON

extension ScreeningOutcome: PostgresEncodable, PostgresDecodable {}

extension Screening {
    /// What is kept sealed: the answers as they were understood, and the whole result.
    private struct Content: Codable, Sendable {
        let answers: String
        let birthDate: String?
        let state: String?
        let result: ScreeningResult
    }

    /// A kept screening, with what registration compares.
    package struct Kept: Sendable {
        package let screening: Screening
        package let birthDate: LocalDate?
        package let state: StateCode?
    }

    /// Keeps a screening that was just taken, queued. The answers are sealed under a key of the program's, since
    /// nobody is a patient yet; hashes of answers and contact are keyed.
    package func insert(
        _ answers: ValidResponse, digest: Data, birthDate: LocalDate?, state: StateCode?,
        contact: SearchToken?,
        language: Language, keyring: Keyring, on connection: Connection
    ) throws {
        let content = Content(
            answers: answers.json.text, birthDate: birthDate?.description, state: state?.code, result: result)
        let sealed = try Sealed(content, with: keyring.derivedKey(for: "screening"), at: Self.place(id))
        try connection.execute(
            """
            INSERT INTO screening (id, taken_at, expires_at, language, questionnaire, rules_version, answers,
                answers_hash, contact_token, result, rules)
            VALUES (\(id), \(takenAt), \(expiresAt), \(language), \(result.questionnaire),
                \(result.rulesVersion), \(sealed), \(digest), \(contact), \(result.outcome), \(result.ruleIds))
            """, "screening.insert")
    }

    /// A screening by its id, with the patient who used it, if one did.
    package static func find(
        _ id: ID<Screening>, keyring: Keyring, on connection: Connection
    ) throws -> Kept? {
        try connection.fetchFirst(
            """
            SELECT screening.taken_at, screening.expires_at, screening.answers, patient.id AS used_by
            FROM screening LEFT JOIN patient ON patient.screening_id = screening.id
            WHERE screening.id = \(id)
            """, "screening.find"
        ) { row in
            let sealed: Sealed<Content> = try row["answers"]
            let content = try sealed.open(with: keyring, at: place(id))
            let usedBy: UUID? = try row["used_by"]
            let screening = Screening(
                id: id, takenAt: try row["taken_at"], expiresAt: try row["expires_at"],
                result: content.result,
                state: usedBy.map { .used(by: $0) } ?? .open)
            return Kept(
                screening: screening, birthDate: content.birthDate.flatMap { LocalDate($0) },
                state: content.state.flatMap { StateCode($0) })
        }
    }

    /// When a contact took earlier screenings, and the hash of each one's answers.
    package static func earlier(
        from contact: SearchToken, since: Instant, on connection: Connection
    ) throws -> [(takenAt: Instant, digest: Data)] {
        try connection.fetch(
            """
            SELECT taken_at, answers_hash FROM screening
            WHERE contact_token = \(contact) AND taken_at > \(since)
            """, "screening.earlier"
        ) { row in (try row["taken_at"], try row["answers_hash"]) }
    }

    private static func place(_ id: ID<Screening>) -> SealedPlace {
        SealedPlace(table: "screening", column: "answers", row: id.description)
    }
}
