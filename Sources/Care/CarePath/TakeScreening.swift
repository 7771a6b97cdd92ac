import Clinic
import Clocks
import Foundation
import Intakes
import Postgres
import Questionnaires
import Sealing
import StrictJSON

/// What somebody sends to be screened.
package struct ScreeningSubmission: Sendable {
    /// A FHIR QuestionnaireResponse to the screening questionnaire.
    package let response: JSONValue
    /// Where they may be reached, if they say so; kept as a keyed hash only, to see a third changed screening.
    package let contact: ContactPoint?
    package let language: Language

    /// An e-mail address or a telephone number.
    package enum ContactPoint: Sendable {
        case email(EmailAddress)
        case phone(PhoneNumber)

        /// `nil` for a text that is neither.
        package init?(_ text: String) {
            if let email = EmailAddress(text) {
                self = .email(email)
            } else if let phone = PhoneNumber(text) {
                self = .phone(phone)
            } else {
                return nil
            }
        }

        func token(_ keyring: Keyring) -> SearchToken {
            switch self {
            case .email(let email): keyring.searchToken(for: .email, email.address)
            case .phone(let phone): keyring.searchToken(for: .phone, phone.e164)
            }
        }
    }

    package init(response: JSONValue, contact: ContactPoint?, language: Language) {
        self.response = response
        self.contact = contact
        self.language = language
    }
}

extension CarePath {
    /// An anonymous person answers the screening; the rules say at once whether the program may be for them.
    ///
    /// - Throws: `JSONProblems` with pointers into the response, before anything is kept.
    package func takeScreening(_ submission: ScreeningSubmission, once: Once<Screening>?) async throws
        -> OnceOutcome<Screening>
    {
        let answers = try program.screening.read(
            submission.response, to: program.screeningQuestionnaire, on: program.today(at: clock.now))
        let digest = keyring.keyedHash(Data(answers.json.bytes), for: "screening_answers")
        let contact = submission.contact?.token(keyring)
        return try await exactlyOnce(once, by: .anonymous) { connection, now in
            let today = program.today(at: now)
            let served = try connection.fetch(
                ServedState.select(on: today), "program.states", decode: ServedState.read)
            var result = program.screening.evaluate(
                answers, on: today, servedStates: Set(served.compactMap(\.self)))
            if let contact {
                let earlier = try Screening.earlier(
                    from: contact, since: now - program.screening.changed.within, on: connection)
                if program.screening.isChangedTooOften(digest, at: now, earlier: earlier) {
                    result = program.screening.goingToAPerson(result)
                }
            }
            let screening = Screening(
                id: ID(at: now), takenAt: now, validFor: program.screening.validFor, result: result)
            try screening.insert(
                answers, digest: digest, birthDate: program.screening.birthDate(in: answers),
                state: program.screening.state(in: answers), contact: contact, language: submission.language,
                keyring: keyring, on: connection)
            try AuditEntry(
                "screening.take", .init("screening", screening.id.uuid),
                detail: ["result": result.outcome.rawValue, "rules": result.ruleIds.joined(separator: " ")],
                by: .anonymous, at: now
            ).record(on: connection)
            return screening
        }
    }
}
