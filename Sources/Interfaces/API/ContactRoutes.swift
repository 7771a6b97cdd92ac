import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// How somebody is reached and what they are called: proven by a code, vouched for by two people, shown by a document.
package struct ContactRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { own + recoveries + corrections }

    private var own: [Route] {
        [
            Route(
                .post, "/v1/me/contact-changes", "Asks for a code at a new e-mail or telephone.",
                permission: .ownRecord, idempotency: .accepted, limit: .signIn, body: .json,
                success: .accepted
            ) { call in
                let address = try call.read { $0.newAddress() }
                let patient: ID<Patient> = try call.ownID()
                return try await call.once({ try Answer(ContactChangeAnswer($0)) }) { once in
                    try await care.requestContact(address, of: patient, once: once, by: call.actor)
                }
            },
            // Without a key: a code works once, and a wrong try must be counted each time.
            Route(
                .post, "/v1/me/contact-changes/{contactChange}/prove",
                "Proves the new address with the code; other sessions end, and the old address is told.",
                permission: .ownRecord, limit: .signIn, body: .json
            ) { call in
                let code = try call.read { body in
                    let code = body.parse("code", as: .sixDigits) { text in
                        text.wholeMatch(of: /[0-9]{6}/) == nil ? nil : text
                    }
                    return body.made { code.value }
                }
                let patient = try await care.proveContact(
                    call.id("contactChange"), withCode: code, of: call.ownID(), by: call.signedIn)
                return try Answer(PatientAnswer(patient)).tagged(EntityTag(version: patient.version))
            },
        ]
    }

    private var recoveries: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/{patient}/contact-recoveries",
                "Both addresses are lost: a new one, with what was compared; a second person decides.",
                permission: .prepareCare, idempotency: .required, body: .json, success: .created
            ) { call in
                let (address, vouching) = try call.read { $0.recovery() }
                let patient = try await call.patient(care)
                return try await call.once({ try Answer(ContactChangeAnswer($0)) }) { once in
                    try await care.recoverContact(
                        address, of: patient, vouching, once: once, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/contact-recoveries/{contactChange}/approve",
                "A second person agrees to a new address; all of the patient's sessions end.",
                permission: .prepareCare, idempotency: .accepted
            ) { call in try await decide(true, call) },
            Route(
                .post, "/v1/staff/contact-recoveries/{contactChange}/refuse",
                "A second person does not agree to a new address.", permission: .prepareCare,
                idempotency: .accepted
            ) { call in try await decide(false, call) },
        ]
    }

    private var corrections: [Route] {
        [
            Route(
                .get, "/v1/staff/patients/{patient}/corrections",
                "What of a record was corrected, the latest first.", permission: .readPatients
            ) { call in
                let found = try await care.corrections(of: call.patient(care), by: call.actor)
                return try Answer(Page(items: found.map { CorrectionAnswer($0) }))
            },
            Route(
                .post, "/v1/staff/patients/{patient}/corrections",
                "Corrects a name or a birth date by a document that was seen.", permission: .prepareCare,
                idempotency: .required, body: .json, success: .created
            ) { call in
                let correction = try call.read { $0.correction() }
                let patient = try await call.patient(care)
                return try await call.once({ try Answer(CorrectionAnswer($0)) }) { once in
                    try await care.correct(patient, correction, once: once, by: call.signedIn)
                }
            },
        ]
    }

    private func decide(_ agreed: Bool, _ call: Call) async throws -> Answer {
        let change: ID<ContactChange> = try call.id("contactChange")
        return try await call.once({ try Answer(ContactChangeAnswer($0)) }) { once in
            try await care.decideRecovery(change, agreed: agreed, once: once, by: call.signedIn)
        }
    }
}
