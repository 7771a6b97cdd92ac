import Clinic
import Clocks
import Patients
import Postgres

/// What a patient asks to change of their own record; what is absent stays.
package struct PreferenceChange: Sendable {
    package let timeZone: String?
    package let language: Language?
    package let consentToMessages: Bool?

    package init(timeZone: String?, language: Language?, consentToMessages: Bool?) {
        self.timeZone = timeZone
        self.language = language
        self.consentToMessages = consentToMessages
    }
}

extension CarePath {
    /// A patient's record. The reading is audited; a patient's own does not wait for the disk.
    package func profile(of patient: ID<Patient>, by actor: Actor) async throws -> Patient {
        let audit = AuditEntry(
            "profile.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Patient.select(patient), audit: audit.insert, durable: actor != .patient(patient.uuid),
            "patient.profile"
        ) { row in try Patient(row, keyring: keyring) }
        guard let found = found.first else { throw NotFound() }
        return found
    }

    /// The patient changes how they want to be met, if the record is still at `version`.
    ///
    /// - Throws: `Stale` if it is not; `RegistrationRefusal.timeZoneNotInState` for a zone of another state.
    package func changePreferences(
        of patient: ID<Patient>, by change: PreferenceChange, from version: Int, actor: Actor
    ) async throws -> Patient {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard
                let current = try connection.fetchFirst(
                    Patient.select(patient), "patient.profile", decode: { try Patient($0, keyring: keyring) })
            else { throw NotFound() }
            guard current.version == version else { throw Stale() }
            let preferences = try current.preferences(changedBy: change, zones: program.zones)
            guard try Patient.change(patient, to: preferences, from: version, on: connection) else {
                throw Stale()
            }
            if preferences.timeZone != current.preferences.timeZone {
                try connection.execute(Self.followZone(of: patient, now: now), "profile.followZone")
            }
            try tell(.profileChanged, to: patient, on: connection, now: now)
            try AuditEntry(
                "profile.change", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now
            ).record(on: connection)
            let changed = try connection.fetchFirst(
                Patient.select(patient), "patient.profile", decode: { try Patient($0, keyring: keyring) })
            guard let changed else { throw NotFound() }
            return changed
        }
    }
}

extension Patient {
    /// The preferences after a change; a zone must be one of the state's, since treatment days are counted in it.
    func preferences(
        changedBy change: PreferenceChange, zones: StateZones
    ) throws(RegistrationRefusal) -> Preferences {
        var changed = preferences
        if let zone = change.timeZone {
            guard let state = StateCode(address.state), zones.zones(of: state).contains(zone) else {
                throw .timeZoneNotInState
            }
            changed.timeZone = zone
        }
        changed.language = change.language ?? changed.language
        changed.consentToMessages = change.consentToMessages ?? changed.consentToMessages
        return changed
    }
}
