import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import StrictJSON
import Wire

/// What somebody may ask of the clinic, by when the law wants it answered, and the end of an account.
package struct PatientRequestRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { own + closing + staff + disclosures }

    private var own: [Route] {
        [
            Route(
                .get, "/v1/me/requests", "What one asked for, and the answers, the latest first.",
                permission: .ownRecord
            ) { call in try await list(of: call.ownID(), call) },
            Route(
                .post, "/v1/me/requests",
                "Asks for records, an amendment, an accounting of disclosures or a refund, or complains.",
                permission: .ownRecord, idempotency: .required, body: .json, success: .created
            ) { call in try await ask(of: call.ownID(), call) },
        ]
    }

    private var closing: [Route] {
        [
            Route(
                .get, "/v1/me/close", "What stands in the way of closing the account.", permission: .ownRecord
            ) { call in
                let view = try await care.closing(of: call.ownID(), by: call.actor)
                return try Answer(ClosingAnswer(view, program: care.program, in: call.language))
            },
            Route(
                .post, "/v1/me/close",
                "Closes the account, or asks for it while something goes on; nothing is deleted.",
                permission: .ownRecord, idempotency: .required, body: .json
            ) { call in
                let reason = try call.read { body -> String?? in
                    let reason = body.optionalText("reason", length: 1...2000)
                    return body.made { reason.value }
                }
                let (program, language) = (care.program, call.language)
                let patient: ID<Patient> = try call.ownID()
                return try await call.once({ try Answer(ClosingAnswer($0, program: program, in: language)) })
                {
                    try await care.close(patient, because: reason, once: $0, by: call.actor)
                }
            },
        ]
    }

    private var staff: [Route] {
        [
            Route(
                .get, "/v1/staff/requests", "Requests that wait, what is due first at the top.",
                permission: .readPatients, query: QueryParameter.page
            ) { call in
                let page = try call.page()
                let found = try await care.openRequests(
                    after: page.position(as: RequestPage.Position.self), limit: page.limit, by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(items: found.lines.map { PatientRequestAnswer($0) }, nextCursor: next),
                    next: next)
            },
            Route(
                .get, "/v1/staff/patients/{patient}/requests",
                "What a patient asked for, the latest first.", permission: .readPatients
            ) { call in try await list(of: call.patient(care), call) },
            Route(
                .post, "/v1/staff/patients/{patient}/requests",
                "Writes down what a patient asks for by other ways.", permission: .prepareCare,
                idempotency: .required, body: .json, success: .created
            ) { call in try await ask(of: call.patient(care), call) },
            Route(
                .post, "/v1/staff/requests/{request}/extend",
                "Takes more time, once, with the reason in writing.", permission: .prepareCare,
                idempotency: .accepted, body: .json
            ) { call in
                let reason = try call.read { body in
                    let reason = body.text("reason", length: 1...2000)
                    return body.made { reason.value }
                }
                let request = try await request(of: call)
                return try await call.once({ try Answer(PatientRequestAnswer($0)) }) { once in
                    try await care.extendRequest(request, because: reason, once: once, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/requests/{request}/resolve", "Answers a request, in writing.",
                permission: .prepareCare, idempotency: .accepted, body: .json
            ) { call in
                let (outcome, answer) = try call.read { $0.writtenAnswer() }
                let request = try await request(of: call)
                return try await call.once({ try Answer(PatientRequestAnswer($0)) }) { once in
                    try await care.resolveRequest(
                        request, as: outcome, saying: answer, once: once, by: call.actor)
                }
            },
        ]
    }

    private var disclosures: [Route] {
        [
            Route(
                .get, "/v1/staff/patients/{patient}/disclosures",
                "The accounting of disclosures of the last six years, the latest first.",
                permission: .readPatients
            ) { call in
                let found = try await care.disclosures(of: call.patient(care), by: call.actor)
                return try Answer(Page(items: found.map { DisclosureLine($0) }))
            },
            Route(
                .post, "/v1/staff/patients/{patient}/disclosures",
                "Notes what of a patient's record was told to whom, and why.", permission: .prepareCare,
                idempotency: .required, body: .json, success: .created
            ) { call in
                let disclosure = try call.read { $0.disclosure() }
                let patient = try await call.patient(care)
                return try await call.once({ try Answer(DisclosureLine($0)) }) { once in
                    try await care.disclose(disclosure, of: patient, once: once, by: call.actor)
                }
            },
        ]
    }

    private func list(of patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let found = try await care.requests(of: patient, by: call.actor)
        return try Answer(Page(items: found.map { PatientRequestAnswer($0) }))
    }

    private func ask(of patient: ID<Patient>, _ call: Call) async throws -> Answer {
        let (kind, detail) = try call.read { $0.patientRequest() }
        return try await call.once({ try Answer(PatientRequestAnswer($0)) }) { once in
            try await care.request(kind, saying: detail, of: patient, once: once, by: call.actor)
        }
    }

    private func request(of call: Call) async throws -> ID<PatientRequest> {
        try await call.reference("request", prefix: "rq") { handle in
            try await care.requestID(handle: handle, by: call.actor)
        }
    }
}
