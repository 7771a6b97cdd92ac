import Access
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres

/// A prescriber with their name.
package struct PrescriberLine: Sendable {
    package let record: PrescriberRecord
    package let handle: String
    package let name: String
    /// Whether the account is at work here.
    package let isActive: Bool
    /// Of the account, by which the list is ordered.
    package let number: Int

    /// As patients see it: `Mei Lin, MD`.
    package var signature: String { "\(name), \(record.prescriber.profile.credentials)" }
}

/// A page of them.
package struct PrescriberPage: Sendable {
    package let prescribers: [PrescriberLine]
    /// Where the next page starts; `nil` on the last.
    package let next: Int?
}

extension CarePath {
    /// All prescribers, in the order in which they came.
    package func prescribers(after number: Int?, limit: Int, by actor: Actor) async throws -> PrescriberPage {
        let found = try await database.read(
            by: actor, Self.selectPrescribers(after: number ?? 0, limit: limit + 1), "prescriber.page"
        ) { try prescriberLine($0) }
        let page = Array(found.prefix(limit))
        return PrescriberPage(prescribers: page, next: found.count > limit ? page.last?.number : nil)
    }

    /// One of them.
    package func prescriber(_ account: UUID, by actor: Actor) async throws -> PrescriberLine {
        let found = try await database.read(by: actor, Self.selectPrescriber(account), "prescriber.one") {
            try prescriberLine($0)
        }
        guard let line = found.first else { throw NotFound() }
        return line
    }

    /// The account behind a handle such as `st-4m9xd`.
    package func staffID(handle: String, by actor: Actor) async throws -> ID<StaffMember> {
        let found = try await database.read(by: actor, Self.selectAccountID(handle: handle), "staff.handle") {
            row in
            let id: ID<StaffMember> = try row["id"]
            return id
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    /// A medical director writes who a prescriber is and how they work. The account must be an active colleague's who
    /// holds the role.
    ///
    /// - Parameter version: of the record that the director read; 0 for a first profile.
    /// - Throws: `Stale`; `PrescriberRefusal.notAPrescriber`, `identifierTaken`, `coverUnfit`.
    package func writeProfile(
        _ profile: Prescriber.Profile, of account: UUID, from version: Int, by actor: Actor
    ) async throws -> PrescriberLine {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard
                try connection.fetchFirst(
                    Self.selectMaySee(account), "prescriber.role", decode: { _ in true })
                    == true
            else { throw PrescriberRefusal.notAPrescriber }
            guard profile.cover != account else { throw PrescriberRefusal.coverUnfit }
            guard try Prescriber.write(profile, of: account, from: version, on: connection, now: now) else {
                throw Stale()
            }
            return try changed(account, "prescriber.profile", by: actor, on: connection, now: now)
        }
    }

    /// A licence to practise in a state; the same state and first day again change number and end.
    package func addLicence(
        _ licence: StateCredential, of account: UUID, once: Once<PrescriberLine>?, by actor: Actor
    ) async throws -> OnceOutcome<PrescriberLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard try PrescriberRecord.lock(account, on: connection) != nil else { throw NotFound() }
            try Prescriber.add(licence: licence, of: account, on: connection)
            return try changed(account, "prescriber.licence", by: actor, on: connection, now: now)
        }
    }

    /// A DEA registration for a state.
    package func addRegistration(
        _ registration: StateCredential, of account: UUID, once: Once<PrescriberLine>?, by actor: Actor
    ) async throws -> OnceOutcome<PrescriberLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard try PrescriberRecord.lock(account, on: connection) != nil else { throw NotFound() }
            try Prescriber.add(registration: registration, of: account, on: connection)
            return try changed(account, "prescriber.dea", by: actor, on: connection, now: now)
        }
    }

    /// The week of a prescriber, whole. Visits that are booked stay, also outside of it.
    ///
    /// - Throws: `Stale` if the record is not at `version`.
    package func writeHours(
        _ weekly: [WorkingHours.Weekly], of account: UUID, from version: Int, by actor: Actor
    ) async throws -> PrescriberLine {
        try WorkingHours.check(weekly)
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard try PrescriberRecord.lock(account, on: connection) != nil else { throw NotFound() }
            guard try Prescriber.touch(account, from: version, on: connection, now: now) else {
                throw Stale()
            }
            try Prescriber.replaceHours(weekly, of: account, on: connection)
            return try changed(account, "prescriber.hours", by: actor, on: connection, now: now)
        }
    }

    /// One date on which the week does not count; `nil` where it counts again.
    package func writeException(
        _ exception: DayException?, on date: LocalDate, of account: UUID, by actor: Actor
    ) async throws -> PrescriberLine {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard try PrescriberRecord.lock(account, on: connection) != nil else { throw NotFound() }
            try Prescriber.write(exception, on: date, of: account, on: connection)
            return try changed(account, "prescriber.exception", by: actor, on: connection, now: now)
        }
    }

    func prescriberLine(_ row: Row) throws -> PrescriberLine {
        let record = try PrescriberRecord(row)
        return PrescriberLine(
            record: record, handle: try row["handle"],
            name: try StaffMember.openName(row, of: record.prescriber.account, keyring: keyring),
            isActive: try row["account_state"] as String == AccountState.active.rawValue,
            number: try row["number"])
    }

    private func changed(
        _ account: UUID, _ action: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> PrescriberLine {
        try AuditEntry(action, .init("prescriber", account), by: actor, at: now).record(on: connection)
        let line = try connection.fetchFirst(Self.selectPrescriber(account), "prescriber.answer") {
            try prescriberLine($0)
        }
        guard let line else { throw NotFound() }
        return line
    }
}
