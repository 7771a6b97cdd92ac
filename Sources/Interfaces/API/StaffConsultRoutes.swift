import Access
import CarePath
import Clinic
import Clocks
import Consults
import Foundation
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// The care team's calendar, and the visit as its prescriber holds it.
package struct StaffConsultRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + booking + meeting }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/consults", "The visits of a stretch of days, by start.",
                permission: .readPatients,
                query: QueryParameter.page + [.startsFrom, .startsTo, .ofPrescriber]
            ) { call in
                let page = try call.page()
                let today = care.program.today(at: care.clock.now).start(in: care.program.calendar.zone)
                let from = try call.query.instant(.startsFrom) ?? today
                let to = try call.query.instant(.startsTo) ?? from + .hours(24 * 7)
                let filter = AppointmentFilter(
                    starts: from..<max(from, to), prescriber: try call.query.id(.ofPrescriber))
                let found = try await care.appointments(
                    filter, after: page.position(as: AppointmentPage.Position.self), limit: page.limit,
                    by: call.actor)
                return try call.answer(found, for: .prescriber)
            },
            Route(
                .get, "/v1/staff/consults/{consult}", "One visit, by id or handle.",
                permission: .readPatients
            ) { call in
                try await Answer(
                    ConsultAnswer(
                        care.appointment(consult(of: call), of: nil, by: call.actor), for: .prescriber))
            },
            Route(
                .get, "/v1/staff/patients/{patient}/consult-times", "When a patient may have a visit.",
                permission: .manageSchedule,
                query: QueryParameter.page + [.consultKind, .startsFrom, .startsTo]
            ) { call in try await call.consultTimes(for: patient(of: call), care) },
        ]
    }

    private var booking: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/{patient}/consults",
                "Keeps a time for a patient, ten minutes long.",
                permission: .manageSchedule, idempotency: .required, body: .json, success: .created
            ) { call in
                let patient = try await patient(of: call)
                let request = try call.read { $0.consultRequest() }
                return try await call.once(whole) {
                    try await care.holdConsult(request, for: patient, once: $0, by: call.actor)
                }
            },
            change("confirm", "Takes the held time for a patient.", .manageSchedule) { id, call in
                try await call.once(whole) {
                    try await care.confirmConsult(id, of: nil, once: $0, by: call.actor)
                }
            },
            change("cancel", "Calls a visit off; its time is free at once.", .manageSchedule, body: .json) {
                id, call in
                let reason = try call.read { $0.reason() }
                return try await call.once(whole) {
                    try await care.cancelConsult(id, of: nil, because: reason, once: $0, by: call.actor)
                }
            },
            change(
                "reschedule", "Moves a visit; the answer is the visit at its new time.", .manageSchedule,
                body: .json, success: .created
            ) { id, call in
                let (starts, prescriber) = try call.read { $0.move() }
                return try await call.once(whole) {
                    try await care.rescheduleConsult(
                        id, of: nil, to: starts, with: prescriber, once: $0, by: call.actor)
                }
            },
            change("no-show", "Notes who did not come.", .manageSchedule, body: .json) { id, call in
                let who = try call.read { body in
                    let who = body.option("who", of: Consult.Party.self)
                    return body.made { who.value }
                }
                return try await call.once(whole) {
                    try await care.consultMissed(id, by: who, once: $0, actor: call.actor)
                }
            },
            change("tech-failed", "Notes that picture or sound failed.", .manageSchedule) { id, call in
                try await call.once(whole) { try await care.consultFailed(id, once: $0, by: call.actor) }
            },
        ]
    }

    private var meeting: [Route] {
        [
            change(
                "start", "Begins, with identity confirmed and the patient's state attested (P1).", .prescribe,
                body: .json
            ) { id, call in
                let opening = try call.read { $0.opening() }
                return try await call.once(whole) {
                    try await care.startConsult(id, opening, once: $0, by: call.signedIn)
                }
            },
            change("complete", "Ends a visit: signs its note and gives its outcome.", .prescribe, body: .json)
            {
                id, call in
                let conclusion = try call.read { $0.conclusion() }
                return try await call.once(whole) {
                    try await care.completeConsult(id, conclusion, once: $0, by: call.signedIn)
                }
            },
            change(
                "addenda", "Adds something to a signed note.", .prescribe, body: .json, success: .created
            ) { id, call in
                let text = try call.read { body in
                    let text = body.text("text", length: 1...10_000)
                    return body.made { text.value }
                }
                return try await call.once(whole) {
                    try await care.addAddendum(text, to: id, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    /// A change of one visit, named by id or handle.
    private func change(
        _ verb: String, _ summary: String, _ permission: Permission, body: Route.BodyRule = .none,
        success: HTTPResponse.Status = .ok,
        _ handle: @escaping @Sendable (ID<Consult>, Call) async throws -> Answer
    ) -> Route {
        Route(
            .post, PathTemplate(stringLiteral: "/v1/staff/consults/{consult}/\(verb)"), summary,
            permission: permission, idempotency: .required, body: body, success: success
        ) { call in try await handle(consult(of: call), call) }
    }

    private func consult(of call: Call) async throws -> ID<Consult> {
        try await call.reference("consult", prefix: "co") { handle in
            try await care.consultID(handle: handle, by: call.actor)
        }
    }

    private func patient(of call: Call) async throws -> ID<Patient> {
        try await call.reference("patient", prefix: "pt") { handle in
            try await care.patientID(handle: handle, by: call.actor)
        }
    }

    private func whole(_ appointment: Appointment) throws -> Answer {
        try Answer(ConsultAnswer(appointment, for: .prescriber))
    }
}
