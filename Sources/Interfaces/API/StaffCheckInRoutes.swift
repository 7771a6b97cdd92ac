import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// Check-ins that the care team takes down for somebody on the telephone, and those that are there.
package struct StaffCheckInRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/{patient}/check-ins",
                "Reports a day for a patient on the telephone; the same rules as their own.",
                permission: .prepareCare, idempotency: .required, body: .json, success: .created
            ) { call in
                let report = try call.read { $0.checkIn() }
                let patient = try await call.patient(care)
                let (program, language) = (care.program, call.language)
                return try await call.once({ try Answer(CheckInAnswer($0, program: program, in: language)) })
                {
                    try await care.checkIn(report, of: patient, once: $0, by: call.actor)
                }
            },
            Route(
                .get, "/v1/staff/patients/{patient}/check-ins", "A patient's reports, the latest date first.",
                permission: .readPatients, query: QueryParameter.page
            ) { call in
                let page = try call.page()
                let before: String? = try page.position(as: String.self)
                let found = try await care.checkIns(
                    of: call.patient(care), before: before.flatMap { LocalDate($0) }, limit: page.limit,
                    by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0.description) }
                return try call.answer(
                    page: Page(
                        items: found.items.map {
                            CheckInAnswer($0, program: care.program, in: call.language)
                        },
                        nextCursor: next), next: next)
            },
        ]
    }
}
