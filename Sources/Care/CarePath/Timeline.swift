import Clinic
import Clocks
import Patients
import Postgres

/// A page of a patient's timeline, in words.
package struct TimelinePage: Sendable {
    package let entries: [Line]
    /// Where the next page starts; `nil` on the last.
    package let next: TimelineEntry.Position?

    /// One entry as it is read.
    package struct Line: Sendable {
        package let entry: TimelineEntry
        package let words: String
    }
}

extension CarePath {
    /// What happened to a patient, the latest first. The reading is audited; a patient's own does not wait for disk.
    package func timeline(
        of patient: ID<Patient>, after cursor: TimelineEntry.Position?, limit: Int, in language: Language,
        by actor: Actor
    ) async throws -> TimelinePage {
        let audit = AuditEntry(
            "timeline.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let entries = try await database.read(
            by: actor, TimelineEntry.select(of: patient, after: cursor, limit: limit + 1),
            audit: audit.insert,
            durable: actor != .patient(patient.uuid), "timeline.page", decode: TimelineEntry.init)
        // A timeline begins with the registration, and a cursor is given only where something follows.
        guard !entries.isEmpty else { throw NotFound() }
        let page = entries.prefix(limit)
        return TimelinePage(
            entries: page.map { entry in
                .init(
                    entry: entry,
                    words: program.timeline.said(entry.code.rawValue, in: language, entry.detail))
            },
            next: entries.count > limit ? page.last.map { .init(at: $0.at, id: $0.id.uuid) } : nil)
    }

    /// Writes a line of the timeline, queued with the change it tells of.
    func tell(
        _ code: TimelineEntry.Code, _ detail: [String: String] = [:], to patient: ID<Patient>,
        on connection: Connection, now: Instant
    ) throws {
        try TimelineEntry(code, detail: detail, at: now).insert(for: patient, on: connection)
    }
}
