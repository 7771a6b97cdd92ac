import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres

/// The job that makes an address the patient's on its day; its only argument is the row's id.
package struct MoveTakesEffect: Codable, Sendable {
    package static let kind = "move.takeEffect"

    package let move: UUID
}

/// A move with what it brings, looked at or written down.
package struct MoveView: Sendable {
    /// `nil` while it is only looked at.
    package let id: UUID?
    package let move: Move
    package let consequences: [MoveConsequence]
    /// It is the patient's address already.
    package let isInForce: Bool

    /// Stands for exactly these consequences: who saves a move says what they were shown.
    package var seen: String {
        let lines = consequences.map { "\($0.code.rawValue) \($0.subject ?? "")" }.joined(separator: "\n")
        return Fingerprint.of(move.timeZone + "\n" + lines)
    }
}

extension CarePath {
    /// What would come of a move. Nothing is changed; the looking is audited.
    ///
    /// - Throws: `MoveRefusal.dateOutOfRange`, `RegistrationRefusal.timeZoneNotInState`.
    package func previewMove(
        of patient: ID<Patient>, _ asked: MoveRequested, by actor: Actor
    ) async throws -> MoveView {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            let person = try changing(patient, on: connection)
            let move = try asked.move(zones: program.zones)
            try move.check(today: today(of: move, at: now), rules: program.people)
            try AuditEntry(
                "move.preview", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now
            ).record(on: connection)
            return MoveView(
                id: nil, move: move,
                consequences: try weigh(move, of: person.patient, on: connection, now: now).consequences,
                isInForce: false)
        }
    }

    /// The patient, or the care team for them, says where they will live, having seen what comes of it.
    ///
    /// - Parameter seen: of the preview; another one is refused, so that nobody is surprised.
    /// - Throws: `MoveRefusal`, `RegistrationRefusal.timeZoneNotInState`.
    package func move(
        _ patient: ID<Patient>, _ asked: MoveRequested, seen: String, once: Once<MoveView>?, by actor: Actor
    ) async throws -> OnceOutcome<MoveView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let person = try changing(patient, on: connection)
            let move = try asked.move(zones: program.zones)
            let today = today(of: move, at: now)
            try move.check(today: today, rules: program.people)
            let weighed = try weigh(move, of: person.patient, on: connection, now: now)
            let id = ID<Move>(at: now).uuid
            let view = MoveView(
                id: id, move: move, consequences: weighed.consequences,
                isInForce: move.effectiveFrom <= today)
            guard view.seen == seen else { throw MoveRefusal.consequencesChanged }
            try move.insert(
                as: id, of: patient, sealedWith: person.key, by: actor, on: connection, now: now)
            try AuditEntry(
                "move.record", .init("patientAddress", id), patient: patient.uuid,
                detail: ["from": move.effectiveFrom.description, "state": move.state.code], by: actor, at: now
            ).record(on: connection)
            if view.isInForce {
                try takeEffect(
                    id, move, weighed, of: person.patient, by: actor, on: connection, now: now)
            } else {
                try tell(
                    .movePlanned, ["date": move.effectiveFrom.description], to: patient, on: connection,
                    now: now)
                let zone = TimeZone(identifier: move.timeZone) ?? .gmt
                try Job(
                    kind: MoveTakesEffect.kind, arguments: MoveTakesEffect(move: id), lane: nil,
                    runAt: move.effectiveFrom.start(in: zone)
                ).enqueue(on: connection, now: now)
            }
            return view
        }
    }

    /// The day of a move has come. For its job, and for the daily look; the second time changes nothing.
    package func moveTakesEffect(_ id: UUID, by actor: Actor) async throws {
        defer { wakeWorkers() }
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            let owner = try connection.fetchFirst(
                Move.selectOwner(of: id), "move.owner", decode: { try $0["patient_id"] as ID<Patient> })
            guard let owner,
                let person = try Patient.lock(owner, keyring: keyring, on: connection),
                let move = try Move.find(waiting: id, of: person, on: connection)
            else { return }
            let weighed = try weigh(move, of: person.patient, on: connection, now: now)
            try takeEffect(id, move, weighed, of: person.patient, by: actor, on: connection, now: now)
        }
    }

    /// Finds moves whose job was lost.
    package func sweepMoves(by actor: Actor) async throws {
        let due = try await database.read(
            by: actor, DatedAddress.selectDue(before: program.today(at: clock.now), limit: 500), "move.due"
        ) { try $0["id"] as UUID }
        for move in due { try await moveTakesEffect(move, by: actor) }
    }

    /// Where somebody lived and will live, the latest word first. The reading is audited.
    package func addresses(of patient: ID<Patient>, by actor: Actor) async throws -> [DatedAddress] {
        let audit = AuditEntry(
            "address.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, DatedAddress.select(of: patient), audit: audit.insert, "address.list"
        ) { try DatedAddress($0, of: patient, keyring: keyring) }
        guard !found.isEmpty else { throw NotFound() }
        return found
    }

    /// The patient whose record is being changed, locked until the transaction ends. A record that is closed or merged
    /// into another changes no more.
    func changing(_ patient: ID<Patient>, on connection: Connection) throws -> Patient.Opened {
        guard let person = try Patient.lock(patient, keyring: keyring, on: connection) else {
            throw NotFound()
        }
        let hasEnded = try connection.fetchFirst(
            Self.selectHasEnded(patient), "patient.hasEnded", decode: { try $0["has_ended"] as Bool })
        guard hasEnded == false else { throw RecordEnded() }
        return person
    }

    private func today(of move: Move, at now: Instant) -> LocalDate {
        LocalDate(of: now, in: TimeZone(identifier: move.timeZone) ?? .gmt)
    }
}

/// A move as it is asked for: the zone may be left out where the state has one.
package struct MoveRequested: Sendable {
    package let address: PostalAddress
    package let state: StateCode
    package let timeZone: String?
    package let effectiveFrom: LocalDate

    package init(address: PostalAddress, state: StateCode, timeZone: String?, effectiveFrom: LocalDate) {
        self.address = address
        self.state = state
        self.timeZone = timeZone
        self.effectiveFrom = effectiveFrom
    }

    func move(zones: StateZones) throws(RegistrationRefusal) -> Move {
        let known = zones.zones(of: state)
        let zone = timeZone ?? (known.count == 1 ? known.first : nil)
        guard let zone, known.contains(zone) else { throw .timeZoneNotInState }
        return Move(address: address, state: state, timeZone: zone, effectiveFrom: effectiveFrom)
    }
}
