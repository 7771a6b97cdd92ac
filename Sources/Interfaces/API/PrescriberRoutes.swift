import Access
import CarePath
import Clinic
import Clocks
import Consults
import Foundation
import HTTPTypes
import StrictJSON
import Wire

/// Prescribers: who they are on a prescription, where they are licensed, when they work.
package struct PrescriberRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + profile + schedule }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/prescribers", "All prescribers, in the order in which they came.",
                permission: .readProgram, query: QueryParameter.page
            ) { call in
                let page = try call.page()
                let found = try await care.prescribers(
                    after: page.position(as: AfterNumber.self)?.after, limit: page.limit, by: call.actor)
                let next = try found.next.map { try Cursor.text(of: AfterNumber(after: $0)) }
                return try call.answer(
                    page: Page(items: found.prescribers.map(PrescriberAnswer.init), nextCursor: next),
                    next: next)
            },
            Route(
                .get, "/v1/staff/prescribers/{account}", "One prescriber, by the account's id or handle.",
                permission: .readProgram
            ) { call in try await tagged(care.prescriber(account(of: call), by: call.actor)) },
        ]
    }

    private var profile: [Route] {
        [
            Route(
                .put, "/v1/staff/prescribers/{account}",
                "Writes who a prescriber is and how they work; If-Match \"v0\" for a first profile.",
                permission: .manageProgram, body: .json, demandsIfMatch: true
            ) { call in
                let version = try call.expectedVersion()
                let profile = try call.read { $0.prescriberProfile(usually: care.program.visits.pace) }
                return try await tagged(
                    care.writeProfile(profile, of: account(of: call), from: version, by: call.actor))
            },
            Route(
                .post, "/v1/staff/prescribers/{account}/licences", "Adds a licence to practise in a state.",
                permission: .manageProgram, idempotency: .accepted, body: .json, success: .created
            ) { call in
                let licence = try call.read { $0.stateCredential { $0 } }
                let account = try await account(of: call)
                return try await call.once(tagged) {
                    try await care.addLicence(
                        licence.credential, of: account, once: $0, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/prescribers/{account}/dea", "Adds a DEA registration for a state.",
                permission: .manageProgram, idempotency: .accepted, body: .json, success: .created
            ) { call in
                let registration = try call.read { $0.stateCredential { DEANumber($0)?.text } }
                let account = try await account(of: call)
                return try await call.once(tagged) {
                    try await care.addRegistration(
                        registration.credential, of: account, once: $0, by: call.actor)
                }
            },
        ]
    }

    private var schedule: [Route] {
        [
            Route(
                .put, "/v1/staff/prescribers/{account}/hours",
                "Writes the week, whole, on the prescriber's own wall.",
                permission: .manageSchedule, body: .json, demandsIfMatch: true
            ) { call in
                let version = try call.expectedVersion()
                let today = care.program.today(at: care.clock.now)
                let weekly = try call.read { $0.weeklyHours(from: today) }
                return try await tagged(
                    care.writeHours(weekly, of: account(of: call), from: version, by: call.actor))
            },
            Route(
                .put, "/v1/staff/prescribers/{account}/exceptions/{date}",
                "Says what one date is like: off, other hours, or as usual again.",
                permission: .manageSchedule, body: .json
            ) { call in
                guard let date = LocalDate(call.text("date")) else { throw NotFound() }
                let exception = try call.read { $0.dayException() }
                return try await tagged(
                    care.writeException(exception.exception, on: date, of: account(of: call), by: call.actor))
            },
        ]
    }

    private func account(of call: Call) async throws -> UUID {
        try await call.reference("account", prefix: "st") { handle in
            try await care.staffID(handle: handle, by: call.actor)
        }.uuid
    }

    private func tagged(_ line: PrescriberLine) throws -> Answer {
        try Answer(PrescriberAnswer(line)).tagged(EntityTag(version: line.record.prescriber.version))
    }

    /// The number of the last account that the page before had.
    private struct AfterNumber: Codable {
        let after: Int
    }
}
