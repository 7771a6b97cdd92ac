import Access
import CarePath
import Clinic
import Clocks
import Foundation
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// What a patient does about their dose and their treatment: reads a change, measures, pauses, goes on, stops.
package struct OwnTreatmentRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { measured + decided }

    private var measured: [Route] {
        [
            Route(
                .post, "/v1/me/dose-changes/{change}/acknowledge",
                "A change of the dose is read; a higher one is agreed to.", permission: .ownRecord,
                idempotency: .required
            ) { call in
                let change = try call.change()
                let (program, language) = (care.program, call.language)
                let patient: ID<Patient> = try call.ownID()
                return try await call.once({
                    try Answer(DecisionAnswer($0, program: program, in: language))
                }) {
                    try await care.acknowledgeDoseChange(change, once: $0, by: patient)
                }
            },
            Route(
                .get, "/v1/me/vitals", "What one measured in the last 90 days.", permission: .ownRecord
            ) { call in
                let view = try await care.vitals(of: call.ownID(), by: call.actor)
                return try Answer(VitalsAnswer(view, program: care.program, in: call.language))
            },
            Route(
                .post, "/v1/me/vitals", "A measurement of blood pressure and pulse.", permission: .ownRecord,
                idempotency: .required, body: .json, success: .created
            ) { call in
                let now = care.clock.now
                let readings = try call.read { $0.vitals(now: now) }
                let (program, language) = (care.program, call.language)
                let patient: ID<Patient> = try call.ownID()
                return try await call.once({
                    try Answer(VitalsAnswer($0, program: program, in: language))
                }) {
                    try await care.measure(readings, once: $0, by: patient)
                }
            },
        ]
    }

    private var decided: [Route] {
        [
            Route(
                .post, "/v1/me/treatment/pause", "Pauses: nothing is taken, for at most 60 days.",
                permission: .ownRecord, idempotency: .required, body: .json
            ) { call in
                let (reason, until) = try call.read { $0.ownPause() }
                let patient: ID<Patient> = try call.ownID()
                return try await call.once(answer(in: call.language)) {
                    try await care.pauseOwnTreatment(because: reason, until: until, once: $0, by: patient)
                }
            },
            Route(
                .post, "/v1/me/treatment/resume", "Ends one's own pause.", permission: .ownRecord,
                idempotency: .required, body: .json
            ) { call in
                let from = try call.read { body in
                    let from = body.optionalParse("from", as: .date) { LocalDate($0) }
                    return body.made { from.value }
                }
                let patient: ID<Patient> = try call.ownID()
                return try await call.once(answer(in: call.language)) {
                    try await care.resumeOwnTreatment(from: from, once: $0, by: patient)
                }
            },
            Route(
                .post, "/v1/me/treatment/stop", "Stops, at any time; the last scores can come with it.",
                permission: .ownRecord, idempotency: .required, body: .json
            ) { call in
                let farewell = try call.read { $0.farewell() }
                let (program, language) = (care.program, call.language)
                let patient: ID<Patient> = try call.ownID()
                return try await call.once({ try Answer(StopAnswer($0, program: program, in: language)) }) {
                    try await care.stopOwnTreatment(farewell, once: $0, by: patient)
                }
            },
        ]
    }

    private func answer(in language: Language) -> @Sendable (TreatmentView) throws -> Answer {
        let program = care.program
        return { try Answer(TreatmentAnswer($0, program: program, in: language)) }
    }
}
