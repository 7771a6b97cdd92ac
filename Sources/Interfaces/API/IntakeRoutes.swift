import Access
import CarePath
import Clinic
import HTTPTypes
import Intakes
import Patients
import StrictJSON
import Wire

/// The long questionnaire: the patient fills it in and sends it, the care team reads it.
package struct IntakeRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { own + team }

    private var own: [Route] {
        [
            Route(
                .get, "/v1/me/intake", "One's medical questionnaire, as far as it has come.",
                permission: .ownRecord
            ) { call in
                try answer(await care.intake(of: call.ownID(), by: call.actor), in: call.language)
            },
            Route(
                .put, "/v1/me/intake", "Keeps the answers so far; `If-Match` from the second saving on.",
                permission: .ownRecord, body: .fhir, demandsIfMatch: true
            ) { call in
                let version = call.headers[.ifMatch] == nil ? nil : try call.expectedVersion()
                let saved = try await care.saveIntake(
                    try call.json(), of: call.ownID(), from: version, by: call.actor)
                switch saved {
                case .saved(let view): return try answer(view, in: call.language)
                case .versionMissing: throw Rejection(.preconditionRequired)
                }
            },
            Route(
                .post, "/v1/me/intake/amend", "Begins a correction of what was sent, in a new draft.",
                permission: .ownRecord, idempotency: .accepted
            ) { call in
                let language = call.language
                return try await call.once({ try answer($0, in: language) }) { once in
                    try await care.amendIntake(of: call.ownID(), once: once, by: call.actor)
                }
            },
            Route(
                .post, "/v1/me/intake/submit", "Sends it: the rules say at once what follows.",
                permission: .ownRecord, idempotency: .required
            ) { call in
                let language = call.language
                return try await call.once({ try Answer(EligibilityAnswer($0, care.program, in: language)) })
                {
                    once in try await care.submitIntake(of: call.ownID(), once: once, by: call.actor)
                }
            },
        ]
    }

    private var team: [Route] {
        [
            Route(
                .get, "/v1/staff/patients/{patient}/intake",
                "What a patient sent last, or in the version asked for, question by question.",
                permission: .readPatients, query: [.intakeVersion]
            ) { call in
                let version = try call.query.id(.intakeVersion)
                let review = try await care.intakeReview(
                    of: call.patient(care), version: version, in: call.language, by: call.actor)
                return try Answer(IntakeReviewAnswer(review))
            },
            Route(
                .get, "/v1/staff/patients/{patient}/intakes",
                "Every version of a patient's intake, with what was decided of it.", permission: .readPatients
            ) { call in
                let versions = try await care.intakeVersions(of: call.patient(care), by: call.actor)
                return try Answer(IntakeVersionsAnswer(versions))
            },
            Route(
                .post, "/v1/staff/patients/{patient}/intake/return",
                "Asks the patient to complete it: it goes on in a new draft.", permission: .prepareCare,
                idempotency: .accepted, body: .json
            ) { call in
                let reason = try call.read { body in
                    let reason = body.text("reason", length: 1...2000)
                    return body.made { reason.value }
                }
                let patient = try await call.patient(care)
                let language = call.language
                return try await call.once({ try answer($0, in: language) }) { once in
                    try await care.returnIntake(of: patient, asking: reason, once: once, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/medications/{medicationId}/resolve",
                "Says what an unknown medicine is; the rules are asked again.", permission: .prepareCare,
                idempotency: .accepted, body: .json
            ) { call in
                let resolution = try call.read { $0.medicationResolution() }
                let medicine: ID<IntakeMedication> = try call.id("medicationId")
                let language = call.language
                return try await call.once({ try Answer(EligibilityAnswer($0, care.program, in: language)) })
                {
                    once in
                    try await care.resolveMedication(medicine, as: resolution, once: once, by: call.actor)
                }
            },
        ]
    }

    private func answer(_ view: IntakeView, in language: Language) throws -> Answer {
        try Answer(IntakeAnswer(view, in: language)).tagged(EntityTag(version: view.intake?.version ?? 0))
    }
}

extension QueryParameter {
    /// The id of one of a patient's intakes.
    fileprivate static let intakeVersion: QueryParameter = "version"
}

extension Call {
    /// The patient that the path names, by id or handle.
    func patient(_ care: CarePath) async throws -> ID<Patient> {
        try await reference("patient", prefix: "pt") { handle in
            try await care.patientID(handle: handle, by: actor)
        }
    }
}
