import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import StrictJSON
import Treatments
import Wire

/// The patient's daily report, and what follows from it at once.
package struct CheckInRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .post, "/v1/me/check-ins", "Reports today, or one of the two days before.",
                permission: .ownRecord, idempotency: .required, body: .json, success: .created
            ) { call in
                let report = try call.read { $0.checkIn() }
                let patient: ID<Patient> = try call.ownID()
                return try await call.once(answer(in: call.language)) {
                    try await care.checkIn(report, of: patient, once: $0, by: call.actor)
                }
            },
            Route(
                .put, "/v1/me/check-ins/{date}", "Says today's report again, as a new version.",
                permission: .ownRecord, idempotency: .accepted, body: .json
            ) { call in
                let report = try call.read { $0.checkIn(named: false) }
                guard let date = LocalDate(call.text("date")) else { throw Rejection(.notFound) }
                let patient: ID<Patient> = try call.ownID()
                return try await call.once(answer(in: call.language)) {
                    try await care.amendCheckIn(report, of: date, by: patient, once: $0)
                }
            },
            Route(
                .get, "/v1/me/check-ins", "One's reports, the latest date first.", permission: .ownRecord,
                query: QueryParameter.page
            ) { call in
                let page = try call.page()
                let before: String? = try page.position(as: String.self)
                let found = try await care.checkIns(
                    of: call.ownID(), before: before.flatMap { LocalDate($0) }, limit: page.limit,
                    by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0.description) }
                return try call.answer(
                    page: Page(
                        items: found.items.map {
                            CheckInAnswer($0, program: care.program, in: call.language)
                        }, nextCursor: next), next: next)
            },
        ]
    }

    private func answer(in language: Language) -> @Sendable (CheckInView) throws -> Answer {
        let program = care.program
        return { try Answer(CheckInAnswer($0, program: program, in: language)) }
    }
}
