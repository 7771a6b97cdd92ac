import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Sealing

/// What somebody found in a state's monitoring program.
package struct MonitoringReport: Sendable {
    package let state: StateCode
    package let queriedAt: Instant
    package let content: MonitoringQuery.Content

    package init(state: StateCode, queriedAt: Instant, content: MonitoringQuery.Content) {
        self.state = state
        self.queriedAt = queriedAt
        self.content = content
    }
}

extension CarePath {
    /// Somebody looked into a state's monitoring program for a patient, and says when and what was there.
    package func recordMonitoring(
        _ report: MonitoringReport, of patient: ID<Patient>, once: Once<MonitoringQuery>?, by caller: Caller
    ) async throws -> OnceOutcome<MonitoringQuery> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let key = try connection.fetchFirst(Patient.selectKey(of: patient), "patient.key") { row in
                try keyring.unwrap(try row["data_key"])
            }
            guard let key else { throw NotFound() }
            let query = try MonitoringQuery(
                of: patient.uuid, in: report.state, queriedAt: report.queriedAt, content: report.content,
                at: now)
            try query.insert(sealedWith: key, by: caller.accountID, on: connection, now: now)
            try AuditEntry(
                "pdmp.record", .init("pdmpQuery", query.id.uuid), patient: patient.uuid,
                detail: ["state": report.state.code], by: caller.actor, at: now
            ).record(on: connection)
            return query
        }
    }
}
