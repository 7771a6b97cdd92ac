import Clinic
import Clocks
import Foundation
import Patients
import Postgres

/// How somebody wants to be met: what is in their record, and what they chose of messages.
package struct WishesView: Sendable {
    package let wishes: MessageWishes
    package let language: Language
    package let consentToMessages: Bool
    package let timeZone: String
    /// Of the record and the wishes together; the `ETag`.
    package let version: Int
}

/// What a patient asks to change of it; what is absent stays.
package struct WishesChange: Sendable {
    package let channel: MessageWishes.Channel?
    package let askAt: Int?
    package let language: Language?
    package let consentToMessages: Bool?

    package init(
        channel: MessageWishes.Channel?, askAt: Int?, language: Language?, consentToMessages: Bool?
    ) {
        self.channel = channel
        self.askAt = askAt
        self.language = language
        self.consentToMessages = consentToMessages
    }
}

extension CarePath {
    /// How somebody wants to be met.
    package func wishes(of patient: ID<Patient>, by actor: Actor) async throws -> WishesView {
        try await database.transaction(by: actor) { connection in
            let record = try connection.fetchFirst(Patient.select(patient), "wishes.patient") {
                try Patient($0, keyring: keyring)
            }
            guard let record else { throw NotFound() }
            return view(of: record, try wishes(of: patient, on: connection))
        }
    }

    /// The patient changes it, if it is still at `version`.
    ///
    /// - Throws: `Stale` if it is not.
    package func changeWishes(
        of patient: ID<Patient>, by change: WishesChange, from version: Int, actor: Actor
    ) async throws -> WishesView {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            let person = try changing(patient, on: connection)
            let current = view(of: person.patient, try wishes(of: patient, on: connection))
            guard current.version == version else { throw Stale() }
            var wishes = current.wishes
            wishes.channel = change.channel ?? wishes.channel
            wishes.askAt = change.askAt ?? wishes.askAt
            wishes.version += 1
            guard try wishes.save(of: patient, on: connection, now: now) else { throw Stale() }
            var preferences = person.patient.preferences
            preferences.language = change.language ?? preferences.language
            preferences.consentToMessages = change.consentToMessages ?? preferences.consentToMessages
            if preferences != person.patient.preferences {
                guard
                    try Patient.change(
                        patient, to: preferences, from: person.patient.version, on: connection)
                else { throw Stale() }
            }
            try tell(.profileChanged, to: patient, on: connection, now: now)
            try AuditEntry(
                "preferences.change", .init("patient", patient.uuid), patient: patient.uuid, by: actor,
                at: now
            ).record(on: connection)
            let changed = try connection.fetchFirst(Patient.select(patient), "wishes.patient") {
                try Patient($0, keyring: keyring)
            }
            guard let changed else { throw NotFound() }
            return view(of: changed, wishes)
        }
    }

    /// What somebody chose of messages, or what holds until they do.
    func wishes(of patient: ID<Patient>, on connection: Connection) throws -> MessageWishes {
        try connection.fetchFirst(
            MessageWishes.select(of: patient), "wishes.find", decode: MessageWishes.init)
            ?? .unchosen
    }

    private func view(of patient: Patient, _ wishes: MessageWishes) -> WishesView {
        // Both only ever grow, so the sum is another one after each change.
        WishesView(
            wishes: wishes, language: patient.preferences.language,
            consentToMessages: patient.preferences.consentToMessages,
            timeZone: patient.preferences.timeZone, version: patient.version + wishes.version)
    }
}
