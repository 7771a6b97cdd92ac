import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety

/// One line of the queue: a piece of work with the person it is about and whose it is.
package struct QueueLine: Sendable {
    package let id: ID<WorkItem>
    package let handle: String
    package let kind: WorkItem.Kind
    package let title: String
    package let reasons: [String]
    package let patient: Person?
    package let due: Instant
    package let late: Bool
    /// The state as it counts now: a lapsed claim reads `open`.
    package let state: WorkItem.State
    package let owner: Owner?
    /// Whose work it is while nobody has it in hand.
    package let role: WorkItemKinds.Lead
    /// When it went to the lead, since it was not done in time.
    package let escalatedAt: Instant?
    package let outcomes: [String]
    /// What settles it, where it has no outcomes.
    package let settledBy: String?
    package let version: Int

    /// The patient, as far as a line of the queue needs.
    package struct Person: Sendable {
        package let id: ID<Patient>
        package let handle: String
        package let name: PersonName
        package let state: String
        package let timeZone: String
    }

    /// Whose it is.
    package struct Owner: Sendable {
        package let id: UUID
        package let handle: String
        package let name: String
    }
}

/// What the queue is asked for.
package struct QueueFilter: Sendable {
    package var kind: WorkItem.Kind?
    /// Only what this person has in hand.
    package var owner: UUID?
    /// Only people who live there.
    package var state: StateCode?
    /// What is put off until later, too.
    package var snoozed: Bool
    /// Only what is this role's work, by its kind or because it was not done in time.
    package var role: WorkItemKinds.Lead?

    package init(
        kind: WorkItem.Kind? = nil, owner: UUID? = nil, state: StateCode? = nil, snoozed: Bool = false,
        role: WorkItemKinds.Lead? = nil
    ) {
        self.role = role
        self.kind = kind
        self.owner = owner
        self.state = state
        self.snoozed = snoozed
    }
}

/// The head of the queue: how much there is.
package struct QueueCounts: Sendable, Equatable {
    package let mine: Int
    package let team: Int
    package let late: Int
}

/// One page of the queue, what is due first at the top.
package struct QueuePage: Sendable {
    package let counts: QueueCounts
    package let lines: [QueueLine]
    package let next: Position?

    /// Where a page ends.
    package struct Position: Sendable, Codable {
        package let due: Instant
        package let id: UUID

        package init(due: Instant, id: UUID) {
            self.due = due
            self.id = id
        }
    }
}

extension CarePath {
    /// What there is to do, by due time, as `reader` sees it. The reading is audited.
    package func queue(
        _ filter: QueueFilter, after cursor: QueuePage.Position?, limit: Int, in language: Language,
        by reader: Caller
    ) async throws -> QueuePage {
        let now = clock.now
        let audit = AuditEntry("queue.read", .init("workItem"), by: reader.actor, at: now)
        async let counts = database.read(
            by: reader.actor, Self.countQueue(for: reader.accountID, now: now), "queue.count"
        ) { row in
            QueueCounts(mine: try row["mine"], team: try row["team"], late: try row["late"])
        }
        let lines = try await database.read(
            by: reader.actor,
            Self.selectQueue(filter, in: program.workItems, after: cursor, limit: limit + 1, now: now),
            audit: audit.insert, "queue.page"
        ) { row in try queueLine(row, in: language, now: now) }
        let page = Array(lines.prefix(limit))
        return QueuePage(
            counts: try await counts.first ?? QueueCounts(mine: 0, team: 0, late: 0), lines: page,
            next: lines.count > limit ? page.last.map { .init(due: $0.due, id: $0.id.uuid) } : nil)
    }

    /// One piece of work, resolved ones too. The reading is audited.
    package func workItem(_ id: ID<WorkItem>, in language: Language, by reader: Caller) async throws
        -> QueueLine
    {
        let now = clock.now
        let audit = AuditEntry("workItem.read", .init("workItem", id.uuid), by: reader.actor, at: now)
        let found = try await database.read(
            by: reader.actor, Self.selectWorkItem(id), audit: audit.insert, "queue.item"
        ) { row in try queueLine(row, in: language, now: now) }
        guard let line = found.first else { throw NotFound() }
        return line
    }

    func queueLine(_ row: Row, in language: Language, now: Instant) throws -> QueueLine {
        let kind: WorkItem.Kind = try row["kind"]
        let reasons: [String] = try row["reasons"]
        let due: Instant = try row["due_at"]
        let columns = try WorkItem.StateColumns(row)
        let item = WorkItem(
            id: try row["id"], kind: kind, patient: nil, state: try columns.state, version: try row["version"]
        )
        let state = item.state(at: now)
        let escalatedAt: Instant? = try row["escalated_at"]
        let patient: ID<Patient>? = try row["patient_id"]
        return QueueLine(
            id: item.id, handle: try row["handle"], kind: kind,
            title: program.workItems.title(of: kind, reasons: reasons, in: language), reasons: reasons,
            patient: try patient.map { id in
                QueueLine.Person(
                    id: id, handle: try row["patient_handle"],
                    name: try Patient.openName(row, of: id, keyring: keyring),
                    state: try row["patient_state"],
                    timeZone: try row["patient_time_zone"])
            },
            due: due, late: due < now && columns.name != .resolved, state: state,
            owner: state == .open ? nil : try owner(row),
            role: escalatedAt == nil ? program.workItems.role(of: kind) : WorkItemKinds.lead,
            escalatedAt: escalatedAt, outcomes: program.workItems.outcomes(of: kind),
            settledBy: program.workItems.settledBy(kind)?.said(in: language),
            version: item.version)
    }

    private func owner(_ row: Row) throws -> QueueLine.Owner? {
        guard let id: UUID = try row["owner_id"] else { return nil }
        return QueueLine.Owner(
            id: id, handle: try row["owner_handle"],
            name: try StaffMember.openName(row, of: id, keyring: keyring))
    }
}
