import Access
import CarePath
import Clinic
import Foundation
import HTTPTypes
import Patients
import Prescriptions
import StrictJSON
import Wire

/// Prescriptions: prepared by the care team, signed by their prescriber with a second factor, verified by anybody
/// who may read charts.
package struct PrescriptionRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + preparing + deciding }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/prescriptions/{prescription}", "One prescription, by id or handle.",
                permission: .readPatients
            ) { call in
                try answer(await care.prescription(prescription(of: call), by: call.actor))
            },
            Route(
                .get, "/v1/staff/prescriptions/{prescription}/verify",
                "Whether a signed prescription is still what was signed, check by check.",
                permission: .readPatients
            ) { call in
                try await Answer(
                    SignatureAnswer(care.verifyPrescription(prescription(of: call), by: call.actor)))
            },
            Route(
                .get, "/v1/staff/patients/{patient}/prescriptions",
                "A patient's prescriptions, the latest first.",
                permission: .readPatients, query: QueryParameter.page
            ) { call in
                let patient = try await patient(of: call)
                return try await page(of: patient, call, PrescriptionAnswer.init)
            },
            Route(
                .get, "/v1/me/prescriptions", "One's own signed prescriptions, the latest first.",
                permission: .ownRecord, query: QueryParameter.page
            ) { call in try await page(of: call.ownID(), call, OwnPrescription.init) },
        ]
    }

    private var preparing: [Route] {
        [
            Route(
                .post, "/v1/staff/prescriptions",
                "Prepares a prescription after an approved visit that has none.",
                permission: .prepareCare, idempotency: .required, body: .json, success: .created
            ) { call in
                let consult = try call.read { body in
                    let consult = body.parse("consultId", as: .id) { UUID(uuidString: $0) }
                    return body.made { consult.value }
                }
                return try await call.once(answer) {
                    try await care.draftPrescription(for: consult, once: $0, by: call.signedIn)
                }
            },
            Route(
                .patch, "/v1/staff/prescriptions/{prescription}",
                "Changes a draft; what was ready has to be looked at again.",
                permission: .prepareCare, body: .json, demandsIfMatch: true
            ) { call in
                let version = try call.expectedVersion()
                let change = try call.read { $0.prescriptionChange() }
                return try answer(
                    await care.changePrescription(
                        prescription(of: call), by: change, from: version, actor: call.actor))
            },
            move("ready", "Finds a draft ready to be signed.", permission: .prepareCare) { id, call in
                try await call.once(answer) {
                    try await care.markPrescriptionReady(id, once: $0, by: call.signedIn)
                }
            },
            move("void", "Gives up a draft.", permission: .prepareCare, body: .json) { id, call in
                let reason = try call.read { $0.endReason() }
                return try await call.once(answer) {
                    try await care.voidPrescription(id, because: reason, once: $0, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/patients/{patient}/pdmp",
                "Records a look into a state's prescription monitoring program.",
                permission: .prepareCare, idempotency: .accepted, body: .json, success: .created
            ) { call in
                let report = try call.read { $0.monitoringReport() }
                let patient = try await patient(of: call)
                return try await call.once({ try Answer(MonitoringAnswer($0)) }) {
                    try await care.recordMonitoring(report, of: patient, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    private var deciding: [Route] {
        [
            move(
                "sign", "Its prescriber signs with a fresh code; every closed gate is named.",
                permission: .prescribe, body: .json
            ) { id, call in
                let code = try call.read { body in
                    let code = body.parse("totp", as: .sixDigits) { text in
                        text.wholeMatch(of: /[0-9]{6}/) == nil ? nil : text
                    }
                    return body.made { code.value }
                }
                return try await call.once(answer) {
                    try await care.signPrescription(id, totp: code, once: $0, by: call.signedIn)
                }
            },
            move(
                "cancel", "Ends a signed prescription; unsent fills go with it.", permission: .prescribe,
                body: .json
            ) { id, call in
                let reason = try call.read { $0.endReason() }
                return try await call.once(answer) {
                    try await care.cancelPrescription(id, because: reason, once: $0, by: call.signedIn)
                }
            },
            move(
                "cancel-answer", "Tells whether the pharmacy that holds a prescription lets go of it.",
                permission: .prepareCare, body: .json
            ) { id, call in
                let isAcknowledged = try call.read { body in
                    let answer = body.boolean("acknowledged")
                    return body.made { answer.value }
                }
                return try await call.once(answer) {
                    try await care.answerCancel(
                        of: id, isAcknowledged: isAcknowledged, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    /// An event of one prescription, named by id or handle. Medicine is at stake: a key is required.
    private func move(
        _ verb: String, _ summary: String, permission: Permission, body: Route.BodyRule = .none,
        _ handle: @escaping @Sendable (ID<Prescription>, Call) async throws -> Answer
    ) -> Route {
        Route(
            .post, PathTemplate(stringLiteral: "/v1/staff/prescriptions/{prescription}/\(verb)"), summary,
            permission: permission, idempotency: .required, body: body
        ) { call in try await handle(prescription(of: call), call) }
    }

    private func prescription(of call: Call) async throws -> ID<Prescription> {
        try await call.reference("prescription", prefix: "rx") { handle in
            try await care.prescriptionID(handle: handle, by: call.actor)
        }
    }

    private func patient(of call: Call) async throws -> ID<Patient> {
        try await call.reference("patient", prefix: "pt") { handle in
            try await care.patientID(handle: handle, by: call.actor)
        }
    }

    private func answer(_ view: PrescriptionView) throws -> Answer {
        try Answer(PrescriptionAnswer(view)).tagged(EntityTag(version: view.prescription.version))
    }

    private func page<Item: Codable & Sendable>(
        of patient: ID<Patient>, _ call: Call, _ item: (PrescriptionView) -> Item
    ) async throws -> Answer {
        let page = try call.page()
        let found = try await care.prescriptions(
            of: patient, after: page.position(as: PrescriptionPage.Position.self), limit: page.limit,
            by: call.actor)
        let next = try found.next.map { try Cursor.text(of: $0) }
        return try call.answer(
            page: Page(items: found.prescriptions.map(item), nextCursor: next), next: next)
    }
}
