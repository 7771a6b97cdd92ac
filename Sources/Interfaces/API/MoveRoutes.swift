import Access
import CarePath
import Clinic
import Clocks
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// Where somebody lives, and will live: looked at before it is saved, by the patient or for them.
package struct MoveRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { own + staff }

    private var own: [Route] {
        [
            Route(
                .get, "/v1/me/moves", "One's addresses with their dates, the latest word first.",
                permission: .ownRecord
            ) { call in try await list(of: call.ownID(), call) },
            Route(
                .post, "/v1/me/moves/preview", "What a move would bring; nothing is changed.",
                permission: .ownRecord, body: .json
            ) { call in try await preview(of: call.ownID(), call) },
            Route(
                .post, "/v1/me/moves", "Moves, having seen what comes of it.", permission: .ownRecord,
                idempotency: .required, body: .json, success: .created
            ) { call in try await move(call.ownID(), call) },
        ]
    }

    private var staff: [Route] {
        [
            Route(
                .get, "/v1/staff/patients/{patient}/moves",
                "A patient's addresses with their dates, the latest word first.", permission: .readPatients
            ) { call in try await list(of: call.patient(care), call) },
            Route(
                .post, "/v1/staff/patients/{patient}/moves/preview",
                "What a patient's move would bring; nothing is changed.", permission: .prepareCare,
                body: .json
            ) { call in try await preview(of: call.patient(care), call) },
            Route(
                .post, "/v1/staff/patients/{patient}/moves",
                "Writes down that a patient moves, having seen what comes of it.", permission: .prepareCare,
                idempotency: .required, body: .json, success: .created
            ) { call in try await move(call.patient(care), call) },
        ]
    }

    private func list(of patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let now = care.clock.now
        let found = try await care.addresses(of: patient, by: call.actor)
        return try Answer(Page(items: found.map { AddressAnswer($0, now: now) }))
    }

    private func preview(of patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let asked = try call.read { $0.moveRequested() }
        let view = try await care.previewMove(of: patient, asked, by: call.actor)
        return try Answer(MoveAnswer(view, program: care.program, in: call.language))
    }

    private func move(_ patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let (asked, seen) = try call.read { $0.seenMove() }
        let (program, language) = (care.program, call.language)
        return try await call.once({ try Answer(MoveAnswer($0, program: program, in: language)) }) { once in
            try await care.move(patient, asked, seen: seen, once: once, by: call.actor)
        }
    }
}
