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

/// A patient's own visits: times, hold, confirmation, change, and the visit itself.
package struct ConsultRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + booking }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/me/consult-times", "When one may have a visit, known prescribers first.",
                permission: .ownRecord, query: QueryParameter.page + [.consultKind, .startsFrom, .startsTo]
            ) { call in try await call.consultTimes(for: call.ownID(), care) },
            Route(
                .get, "/v1/me/consults", "One's visits, the latest first.", permission: .ownRecord,
                query: QueryParameter.page
            ) { call in
                let page = try call.page()
                let found = try await care.appointments(
                    of: call.ownID(), after: page.position(as: AppointmentPage.Position.self),
                    limit: page.limit, by: call.actor)
                return try call.answer(found, for: .patient)
            },
            Route(
                .get, "/v1/me/consults/{consult}", "One visit, with its note once it is over.",
                permission: .ownRecord
            ) { call in
                let appointment = try await care.appointment(
                    consult(of: call), of: call.ownID(), by: call.actor)
                return try Answer(ConsultAnswer(appointment, for: .patient))
            },
            Route(
                .get, "/v1/me/consults/{consult}.ics", "The same for a calendar (RFC 5545).",
                permission: .ownRecord, answers: [.calendar]
            ) { call in
                let appointment = try await care.appointment(
                    consult(of: call), of: call.ownID(), by: call.actor)
                let invitation = VisitInvitation(
                    appointment.consult, to: appointment.patient.email.address, rules: care.program.visits,
                    in: call.language, now: care.clock.now)
                return Answer(body: Data(invitation.text.utf8))
            },
        ]
    }

    private var booking: [Route] {
        [
            Route(
                .post, "/v1/me/consults", "Keeps a time for ten minutes.", permission: .ownRecord,
                idempotency: .required, body: .json, success: .created
            ) { call in
                let request = try call.read { $0.consultRequest() }
                return try await call.once(own) {
                    try await care.holdConsult(request, for: call.ownID(), once: $0, by: call.actor)
                }
            },
            change("confirm", "Takes the held time.") { id, call in
                try await call.once(own) {
                    try await care.confirmConsult(id, of: call.ownID(), once: $0, by: call.actor)
                }
            },
            change("cancel", "Calls a visit off; its time is free at once.", body: .json) { id, call in
                let reason = try call.read { $0.reason() }
                return try await call.once(own) {
                    try await care.cancelConsult(
                        id, of: call.ownID(), because: reason, once: $0, by: call.actor)
                }
            },
            change(
                "reschedule", "Moves a visit; the answer is the visit at its new time.", body: .json,
                success: .created
            ) { id, call in
                let (starts, prescriber) = try call.read { $0.move() }
                return try await call.once(own) {
                    try await care.rescheduleConsult(
                        id, of: call.ownID(), to: starts, with: prescriber, once: $0, by: call.actor)
                }
            },
            change("check-in", "Is there and waits.") { id, call in
                try await call.once(own) {
                    try await care.checkIn(to: id, of: call.ownID(), once: $0, by: call.actor)
                }
            },
        ]
    }

    /// A change of one visit, under a key: an appointment is at stake.
    private func change(
        _ verb: String, _ summary: String, body: Route.BodyRule = .none, success: HTTPResponse.Status = .ok,
        _ handle: @escaping @Sendable (ID<Consult>, Call) async throws -> Answer
    ) -> Route {
        Route(
            .post, PathTemplate(stringLiteral: "/v1/me/consults/{consult}/\(verb)"), summary,
            permission: .ownRecord, idempotency: .required, body: body, success: success
        ) { call in try await handle(consult(of: call), call) }
    }

    private func consult(of call: Call) async throws -> ID<Consult> {
        try await call.reference("consult", prefix: "co") { handle in
            try await care.consultID(handle: handle, by: call.actor)
        }
    }

    private func own(_ appointment: Appointment) throws -> Answer {
        try Answer(ConsultAnswer(appointment, for: .patient))
    }
}

extension QueryParameter {
    static let consultKind: QueryParameter = "kind"
    static let startsFrom: QueryParameter = "from"
    static let startsTo: QueryParameter = "to"
    static let ofPrescriber: QueryParameter = "prescriber"
}

extension Call {
    /// A page of bookable times, for the patient and for whoever books for them.
    func consultTimes(for patient: ID<Patient>, _ care: CarePath) async throws -> Answer {
        let page = try page()
        let kind = try query.option(.consultKind, of: Consult.Kind.self) ?? .initial
        let from = max(try query.instant(.startsFrom) ?? care.clock.now, care.clock.now)
        let to = try query.instant(.startsTo) ?? from + .hours(24 * care.program.visits.longestSearchDays)
        let found = try await care.bookableTimes(
            for: patient, kind, in: from..<max(from, to),
            after: page.position(as: BookableTimePage.Position.self), limit: page.limit, by: actor)
        let next = try found.next.map { try Cursor.text(of: $0) }
        return try answer(page: Page(items: found.times.map(ConsultTime.init), nextCursor: next), next: next)
    }

    /// A page of visits.
    func answer(_ page: AppointmentPage, for reader: Consult.Party) throws -> Answer {
        let next = try page.next.map { try Cursor.text(of: $0) }
        let items = page.appointments.map { ConsultAnswer($0, for: reader) }
        return try answer(page: Page(items: items, nextCursor: next), next: next)
    }
}
