import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// The treatment at home: what to take today, and the first day.
package struct TreatmentRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(.get, "/v1/me/treatment", "One's own treatment today.", permission: .ownRecord) { call in
                let view = try await care.treatment(of: call.ownID(), by: call.actor)
                return try Answer(TreatmentAnswer(view, program: care.program, in: call.language))
            },
            Route(
                .post, "/v1/me/treatment/start", "Chooses the first day, or another one.",
                permission: .ownRecord,
                idempotency: .required, body: .json
            ) { call in
                let day = try call.read { body in
                    let day = body.parse("firstDay", as: .date) { LocalDate($0) }
                    return body.made { day.value }
                }
                let (program, language) = (care.program, call.language)
                return try await call.once({ try Answer(TreatmentAnswer($0, program: program, in: language)) }
                ) {
                    try await care.startTreatment(on: day, once: $0, by: call.ownID())
                }
            },
            Route(
                .get, "/v1/staff/patients/{patient}/treatment", "A patient's treatment today.",
                permission: .readPatients
            ) { call in
                let patient: ID<Patient> = try await call.reference("patient", prefix: "pt") { handle in
                    try await care.patientID(handle: handle, by: call.actor)
                }
                let view = try await care.treatment(of: patient, by: call.actor)
                return try Answer(TreatmentAnswer(view, program: care.program, in: call.language))
            },
        ]
    }
}
