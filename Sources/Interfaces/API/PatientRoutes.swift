import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// The care team finds patients and reads their charts. Each reading is in the audit before its answer leaves.
package struct PatientRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/search",
                "Finds patients by words of the name, birth date, e-mail, phone, id or handle.",
                permission: .readPatients, query: [.limit], body: .json
            ) { call in
                // A body, since names do not belong in URLs.
                let text = try call.read { body in
                    let text = body.string("text", length: 1...200)
                    return body.made { text.value }
                }
                let limit = try call.page().limit
                let found = try await care.findPatients(text, limit: limit, by: call.actor)
                return try Answer(Page(items: found.map(PatientHit.init)))
            },
            Route(
                .get, "/v1/staff/patients/{patient}", "A patient's chart, by id or handle.",
                permission: .readPatients
            ) { call in
                let chart = try await care.chart(of: patient(of: call), in: call.language, by: call.actor)
                return try Answer(
                    ChartAnswer(
                        patient: PatientAnswer(chart.patient), path: ChartPath(chart.path),
                        course: chart.course.map {
                            ChartCourse($0, program: care.program, in: call.language)
                        },
                        work: chart.work.map(Wire.WorkItem.init)))
            },
            Route(
                .get, "/v1/staff/patients/{patient}/timeline",
                "What happened to a patient, the latest first.",
                permission: .readPatients, query: QueryParameter.page
            ) { call in try await call.timeline(of: patient(of: call), care) },
        ]
    }

    private func patient(of call: Call) async throws -> ID<Patient> {
        try await call.reference("patient", prefix: "pt") { handle in
            try await care.patientID(handle: handle, by: call.actor)
        }
    }
}

extension PatientHit {
    init(_ patient: Patient) {
        self.init(
            id: patient.id.description, handle: patient.handle, name: patient.name.full,
            birthDate: patient.birthDate.description, state: patient.address.state,
            standing: patient.entry.standing.rawValue)
    }
}
