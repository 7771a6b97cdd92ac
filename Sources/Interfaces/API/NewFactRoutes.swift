import Access
import CarePath
import Clinic
import HTTPTypes
import Intakes
import Patients
import StrictJSON
import Wire

/// What is new about somebody after the questionnaire: medicines begun and stopped, changes of their health. The patient
/// tells it, or the care team writes down what it was told.
package struct NewFactRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { own + medicines + changes }

    private var own: [Route] {
        [
            Route(
                .get, "/v1/me/medications", "What one takes and took since the questionnaire.",
                permission: .ownRecord
            ) { call in
                try await list(of: call.ownID(), call)
            },
            Route(
                .post, "/v1/me/medications", "A medicine that is taken now: what follows is said at once.",
                permission: .ownRecord, idempotency: .required, body: .json, success: .created
            ) { call in
                try await report(of: call.ownID(), call)
            },
            Route(
                .post, "/v1/me/medications/{medicationId}/end", "A medicine is taken no more.",
                permission: .ownRecord, idempotency: .required, body: .json
            ) { call in
                try await end(of: call.ownID(), call)
            },
            Route(
                .get, "/v1/me/health-changes", "What was reported of one's health, and what may be.",
                permission: .ownRecord
            ) { call in
                try await listChanges(of: call.ownID(), call)
            },
            Route(
                .post, "/v1/me/health-changes",
                "A pregnancy, a diagnosis, an operation planned: what follows is said at once.",
                permission: .ownRecord, idempotency: .required, body: .json, success: .created
            ) { call in
                try await reportChange(of: call.ownID(), call)
            },
        ]
    }

    private var medicines: [Route] {
        [
            Route(
                .get, "/v1/staff/patients/{patient}/medications",
                "What a patient takes and took since the questionnaire.", permission: .readPatients
            ) { call in
                try await list(of: call.patient(care), call)
            },
            Route(
                .post, "/v1/staff/patients/{patient}/medications",
                "Writes down a medicine that a patient takes now.", permission: .prepareCare,
                idempotency: .required, body: .json, success: .created
            ) { call in
                try await report(of: call.patient(care), call)
            },
            Route(
                .post, "/v1/staff/medications/{medicationId}/end",
                "Writes down that a medicine is taken no more.", permission: .prepareCare,
                idempotency: .required, body: .json
            ) { call in
                try await end(of: nil, call)
            },
            Route(
                .post, "/v1/staff/medications/{medicationId}/answer",
                "A prescriber answers, in writing, a medicine begun or stopped in treatment.",
                permission: .prescribe, idempotency: .required, body: .json
            ) { call in
                let (decision, words) = try call.read { $0.medicationAnswer() }
                let medicine: ID<IntakeMedication> = try call.id("medicationId")
                return try await call.once(answer(in: call.language)) { once in
                    try await care.answerMedicine(
                        medicine, decision, words: words, once: once, by: call.signedIn)
                }
            },
        ]
    }

    private var changes: [Route] {
        [
            Route(
                .get, "/v1/staff/patients/{patient}/health-changes",
                "What was reported of a patient's health, and what may be.", permission: .readPatients
            ) { call in
                try await listChanges(of: call.patient(care), call)
            },
            Route(
                .post, "/v1/staff/patients/{patient}/health-changes",
                "Writes down what changed in a patient's health.", permission: .prepareCare,
                idempotency: .required, body: .json, success: .created
            ) { call in
                try await reportChange(of: call.patient(care), call)
            },
        ]
    }

    private func list(of patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let lines = try await care.medicines(of: patient, by: call.actor)
        return try Answer(Page(items: lines.map(MedicationLine.init)))
    }

    private func report(of patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let (name, since) = try call.read { $0.newMedication() }
        return try await call.once(answer(in: call.language)) { once in
            try await care.reportMedicine(name, since: since, of: patient, once: once, by: call.actor)
        }
    }

    private func end(of patient: ID<Patient>?, _ call: Call) async throws -> Answer {
        let endedOn = try call.read { $0.medicationEnd() }
        let medicine: ID<IntakeMedication> = try call.id("medicationId")
        return try await call.once(answer(in: call.language)) { once in
            try await care.endMedicine(medicine, on: endedOn, of: patient, once: once, by: call.actor)
        }
    }

    private func listChanges(of patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let changes = try await care.healthChanges(of: patient, by: call.actor)
        return try Answer(HealthChangesAnswer(changes, care.program, in: call.language))
    }

    private func reportChange(of patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let (code, on, note) = try call.read { $0.healthChange() }
        let (program, language) = (care.program, call.language)
        return try await call.once({ try Answer(HealthChangeAnswer($0, program, in: language)) }) { once in
            try await care.reportHealthChange(
                code, on: on, note: note, of: patient, once: once, by: call.actor)
        }
    }

    private func answer(in language: Language) -> @Sendable (MedicineView) throws -> Answer {
        let program = care.program
        return { try Answer(MedicationChangeAnswer($0, program, in: language)) }
    }
}
