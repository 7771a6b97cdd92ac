import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Postgres
import Prescriptions
import Support
import Testing
import Wire

/// A prescriber, a navigator, a director and an approved visit, behind the real door.
struct PrescriptionStory: Sendable {
    let server: ClinicServer
    let person: TestClinic.Person
    let lin: TokenAnswer
    let totp: TOTPSecret
    let nora: TokenAnswer
    let dana: TokenAnswer
    let maya: TokenAnswer

    static func open(_ body: @Sendable (PrescriptionStory) async throws -> Void) async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            let person = try await clinic.person(at: .consulted)
            let nora = try await clinic.colleague("nora")
            let dana = try await clinic.colleague("dana", [.medicalDirector])
            let maya = Caller(
                accountID: person.patient.uuid, kind: .patient, roles: [.patient], session: UUID())
            try await body(
                PrescriptionStory(
                    server: server, person: person, lin: try await token(person.prescriber, clinic),
                    totp: try await clinic.authenticator(of: person.prescriber),
                    nora: try await token(nora, clinic), dana: try await token(dana, clinic),
                    maya: try await token(maya, clinic)))
        }
    }

    /// What a sign-in gives; how one signs in is told elsewhere.
    static func token(_ caller: Caller, _ clinic: TestClinic) async throws -> TokenAnswer {
        let (text, seconds) = try await clinic.carePath.access.tokens.issue(
            for: caller, now: clinic.clock.now)
        return TokenAnswer(
            accessToken: text, tokenType: "Bearer", expiresIn: seconds, refreshToken: "",
            account: .init(
                id: caller.accountID.uuidString.lowercased(), handle: "", kind: caller.kind.rawValue,
                roles: caller.roles.map(\.rawValue)),
            environment: "test")
    }

    var code: String { server.clinic.code(of: totp) }

    /// The protocol approved, the monitoring program asked, the draft marked ready: what only waits for a signature.
    func ready() async throws -> PrescriptionAnswer {
        try await server.clinic.approveProtocol()
        try await server.clinic.lookIntoMonitoring(of: person)
        let draft = try await draft()
        let reply = try await server.post(
            "/v1/staff/prescriptions/\(draft.handle)/ready", as: nora, key: UUID())
        try #require(reply.said == "200")
        return try reply.json()
    }

    func draft() async throws -> PrescriptionAnswer {
        let reply = try await server.post(
            "/v1/staff/prescriptions",
            PrescriptionDraftRequest(consultId: person.consult.uuidString.lowercased()), as: nora, key: UUID()
        )
        try #require(reply.said == "201")
        return try reply.json()
    }

    func sign(_ handle: String, as signer: TokenAnswer? = nil, key: UUID = UUID(), code: String? = nil)
        async throws -> Reply
    {
        try await server.post(
            "/v1/staff/prescriptions/\(handle)/sign", SignRequest(totp: code ?? self.code),
            as: signer ?? lin, key: key)
    }

    func run(_ sql: SQL) async throws {
        let owner = Database(url: server.database.ownerURL)
        try await owner.transaction(by: Actor.system("test")) { try $0.run(sql, "test.spoil") }
        await owner.close()
    }
}

@Suite(.serialized) struct `A prescription over HTTP` {
    @Test func `goes from the visit to the signature`() async throws {
        try await PrescriptionStory.open { story in
            let server = story.server
            let protocols = try await server.get("/v1/staff/protocols", as: story.nora).json(
                Page<ProtocolAnswer>.self)
            let dosing = try #require(protocols.items.first)
            #expect(!dosing.approved && dosing.slug == "daily-low-dose")
            let draft = try await story.draft()
            #expect(
                draft.state == "draft" && draft.quantity == 81 && draft.start.label == "1 lozenge of 15 mg")
            let path = "/v1/staff/prescriptions/\(draft.handle)"
            #expect(
                try await server.post("\(path)/ready", as: story.nora, key: UUID()).said
                    == "409 protocol_not_approved")
            let yes = ProtocolApprovalRequest(version: dosing.version, sha256: dosing.sha256)
            #expect(
                try await server.post("/v1/staff/protocols/daily-low-dose/approve", yes, as: story.nora).said
                    == "403 forbidden")
            #expect(
                try await server.post(
                    "/v1/staff/protocols/daily-low-dose/approve",
                    ProtocolApprovalRequest(version: 2, sha256: dosing.sha256), as: story.dana
                ).said == "422 protocol_unknown")
            let approved = try await server.post(
                "/v1/staff/protocols/daily-low-dose/approve", yes, as: story.dana)
            #expect(try approved.json(ProtocolAnswer.self).approved)
            var change = PrescriptionChangeRequest()
            change.maximumMg = 60
            let tag = try await server.get(path, as: story.nora)["ETag"]
            let changed = try await server.patch(path, change, as: story.nora, ifMatch: tag)
            #expect(try changed.json(PrescriptionAnswer.self).quantity == 100)
            #expect(
                try await server.patch(path, change, as: story.nora, ifMatch: tag).said == "412 stale")
            change.startMg = 20
            change.maximumMg = 135
            #expect(
                try await server.patch(path, change, as: story.nora, ifMatch: changed["ETag"]).said
                    == "422 prescription_terms_wrong /startMg startNotRepresentable, /maximumMg maximumNotRepresentable, /maximumMg maximumAboveCeiling"
            )
            #expect(try await story.sign(draft.handle).said == "409 prescription_not_ready")
            #expect(try await server.post("\(path)/ready", as: story.nora, key: UUID()).said == "200")
            let looked = try await server.post(
                "/v1/staff/patients/\(story.person.patient)/pdmp",
                MonitoringRequest(
                    state: "AZ", queriedAt: server.clock.now.rfc3339, reference: "AZ-1", finding: "Nothing."),
                as: story.nora)
            #expect(looked.said == "201")
            #expect(try await story.sign(draft.handle, as: story.nora).said == "403 forbidden")
            #expect(
                try await story.sign(draft.handle, code: "000000").said == "422 totp_wrong /totp totp_wrong")
            #expect(
                try await story.sign(draft.handle, code: "12").said == "422 validation_failed /totp badFormat"
            )
            let key = UUID()
            let code = story.code
            let signed = try await story.sign(draft.handle, key: key, code: code)
            #expect(signed.said == "200")
            let answer = try signed.json(PrescriptionAnswer.self)
            #expect(answer.state == "signed" && answer.lastFillOn == "2027-05-21")
            #expect(answer.fills.map(\.state) == ["planned"])
            let replayed = try await story.sign(draft.handle, key: key, code: code)
            #expect(replayed.body == signed.body && replayed["Idempotency-Replayed"] == "true")
            #expect(try await story.sign(draft.handle).said == "409 prescription_already_signed")
            let verified = try await server.get("\(path)/verify", as: story.nora).json(SignatureAnswer.self)
            #expect(
                verified.intact && verified.checks.map(\.name) == ["archive", "hash", "signature", "record"])
            let own = try await server.get("/v1/me/prescriptions", as: story.maya).json(
                Page<OwnPrescription>.self)
            #expect(own.items.map(\.handle) == [draft.handle] && own.items.first?.refillsLeft == 5)
            let listed = try await server.get(
                "/v1/staff/patients/\(story.person.patient)/prescriptions", as: story.nora
            ).json(Page<PrescriptionAnswer>.self)
            #expect(listed.items.map(\.handle) == [draft.handle])
            #expect(
                try await server.post("\(path)/void", ReasonRequest(reason: "x"), as: story.nora, key: UUID())
                    .said
                    == "409 prescription_already_signed")
            let ended = try await server.post(
                "\(path)/cancel", ReasonRequest(reason: "moves"), as: story.lin, key: UUID())
            #expect(try ended.json(PrescriptionAnswer.self).state == "cancelled")
        }
    }

    @Test func `is unseen by its patient until it is signed, and by nobody else at all`() async throws {
        try await PrescriptionStory.open { story in
            let draft = try await story.draft()
            let own = try await story.server.get("/v1/me/prescriptions", as: story.maya)
            #expect(try own.json(Page<OwnPrescription>.self).items.isEmpty)
            #expect(
                try await story.server.get("/v1/staff/prescriptions/\(draft.id)", as: story.maya).said
                    == "403 forbidden")
            for name in ["rx-zzzzz", UUID().uuidString, "pt-7k2mq"] {
                #expect(
                    try await story.server.get("/v1/staff/prescriptions/\(name)", as: story.nora).said
                        == "404 not_found")
            }
            #expect(
                try await story.server.get("/v1/staff/prescriptions/\(draft.id)/verify", as: story.nora).said
                    == "409 prescription_not_signed")
            let gone = try await story.server.post(
                "/v1/staff/prescriptions/\(draft.id)/void", ReasonRequest(reason: "twice"), as: story.nora,
                key: UUID())
            #expect(try gone.json(PrescriptionAnswer.self).state == "void")
            #expect(try await story.draft().state == "draft")
        }
    }

    /// Each row of the database spoiled alone closes the gate it stands for.
    static let spoilings: [(String, @Sendable (PrescriptionStory, UUID) -> SQL)] = [
        ("P1", { story, _ in "DELETE FROM prescriber_licence WHERE state = 'AZ'" }),
        ("P2", { story, _ in "UPDATE prescriber_dea SET number = 'BL1234564'" }),
        ("P2", { story, _ in "DELETE FROM prescriber_dea" }),
        ("P3", { story, _ in "DELETE FROM consult_note" }),
        ("P3", { story, _ in "UPDATE consult SET modality = 'inPerson'" }),
        ("P3", { story, _ in "UPDATE consult SET completed_at = completed_at - interval '31 days'" }),
        ("P3", { story, _ in "UPDATE consult SET attested_state = 'NV'" }),
        ("P3", { story, _ in "UPDATE consult SET outcome = 'declined'" }),
        ("P4", { story, _ in "DELETE FROM pdmp_query" }),
        ("P4", { story, _ in "UPDATE pdmp_query SET queried_at = queried_at - interval '8 days'" }),
        ("P6", { story, _ in "DELETE FROM eligibility" }),
        ("P6", { story, _ in "UPDATE eligibility SET outcome = 'ineligible'" }),
        ("P6", { story, _ in "UPDATE eligibility SET evaluated_at = evaluated_at - interval '31 days'" }),
        (
            "P6",
            { story, _ in
                "INSERT INTO eligibility_question SELECT id, 'E7', 'prescriberDecides' FROM eligibility"
            }
        ),
        (
            "P6",
            { story, _ in
                "UPDATE consent SET withdrawn_at = signed_at WHERE id = (SELECT id FROM consent LIMIT 1)"
            }
        ),
        (
            "P7",
            { story, _ in
                """
                INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                    acknowledge_by, close_by, version)
                SELECT \(UUID()), id, 'T1', '2026-11-21', 1, 'open', '{T1}', registered_at, 'test', registered_at,
                    registered_at, 1
                FROM patient WHERE id = \(story.person.patient)
                """
            }
        ),
        ("P10", { story, id in "UPDATE prescription SET refills = 4 WHERE id = \(id)" }),
        (
            "P11",
            { story, id in
                """
                WITH gone AS (DELETE FROM prescriber_licence WHERE state = 'NY' RETURNING 1)
                UPDATE prescription SET ship_state = 'NY', ready_sha256 = ready_sha256
                WHERE id = \(id) AND EXISTS (SELECT FROM gone)
                """
            }
        ),
    ]

    @Test(arguments: spoilings.indices) func `is refused by the gate that is closed`(index: Int) async throws
    {
        let (gate, spoil) = Self.spoilings[index]
        try await PrescriptionStory.open { story in
            let ready = try await story.ready()
            try await story.run(spoil(story, try #require(UUID(uuidString: ready.id))))
            let reply = try await story.sign(ready.handle)
            let named = Set((reply.problem?.errors ?? []).map(\.code))
            #expect(reply.problem?.code == "gates_closed")
            // A changed destination is a change since it was marked ready, too.
            #expect(named == (gate == "P11" ? ["P10", "P11"] : [gate]))
            #expect(
                try await story.server.get("/v1/staff/prescriptions/\(ready.id)", as: story.nora)
                    .json(PrescriptionAnswer.self).state == "ready")
        }
    }

    @Test func `is signed by nobody else than its prescriber`() async throws {
        try await PrescriptionStory.open { story in
            let ready = try await story.ready()
            let other = try await story.server.clinic.prescriber(named: "otto")
            let totp = try await story.server.clinic.authenticator(of: other)
            let token = try await PrescriptionStory.token(other, story.server.clinic)
            let reply = try await story.sign(
                ready.handle, as: token, code: story.server.clinic.code(of: totp))
            #expect(reply.said == "409 gates_closed  P1")
        }
    }

    @Test func `is not issued on a basis that has ended`() async throws {
        try await PrescriptionStory.open { story in
            let ready = try await story.ready()
            var change = PrescriptionChangeRequest()
            change.legalBasis = "special_registration"
            let path = "/v1/staff/prescriptions/\(ready.handle)"
            let reply = try await story.server.patch(
                path, change, as: story.lin, ifMatch: "\"v\(ready.version)\"")
            #expect(reply.said == "200")
            #expect(try await story.server.post("\(path)/ready", as: story.lin, key: UUID()).said == "200")
            #expect(try await story.sign(ready.handle).said == "409 gates_closed  P5")
        }
    }

    @Test func `asks for a consent and an adult from 75 mg on`() async throws {
        try await PrescriptionStory.open { story in
            let ready = try await story.ready()
            var change = PrescriptionChangeRequest()
            change.maximumMg = 75
            let path = "/v1/staff/prescriptions/\(ready.handle)"
            _ = try await story.server.patch(path, change, as: story.lin, ifMatch: "\"v\(ready.version)\"")
            #expect(try await story.server.post("\(path)/ready", as: story.lin, key: UUID()).said == "200")
            #expect(try await story.sign(ready.handle).said == "409 gates_closed  P8,  P8")
        }
    }

    @Test func `is refused beside another one in force`() async throws {
        try await PrescriptionStory.open { story in
            let ready = try await story.ready()
            try await story.run(
                """
                INSERT INTO consult (id, patient_id, prescriber_id, kind, state, starts_at, ends_at, buffer_minutes,
                    blocked, identity_confirmed, attested_state, modality, started_at, completed_at, outcome, sequence,
                    created_at, version)
                SELECT '00000000-0000-7000-8000-000000000001', patient_id, prescriber_id, kind, state, starts_at,
                    ends_at, buffer_minutes, blocked, identity_confirmed, attested_state, modality, started_at,
                    completed_at, outcome, sequence, created_at, version
                FROM consult
                """)
            try await story.run(
                """
                INSERT INTO prescription (id, patient_id, prescriber_id, consult_id, state, protocol, drug, form,
                    strength_mg, pieces, start_mg, maximum_mg, quantity, days_supply, refills, standing_order,
                    legal_basis, ship_state, attested_state, delivery, content, drafted_by, drafted_at, ready_by,
                    ready_at, ready_sha256, pdmp_query_id, signed_at, issued_on, last_fill_on, archive, archive_sha256,
                    signature, signing_key, second_factor_step, version)
                SELECT '00000000-0000-7000-8000-000000000002', patient_id, prescriber_id,
                    '00000000-0000-7000-8000-000000000001', 'active', protocol, drug, form, strength_mg, pieces,
                    start_mg, maximum_mg, quantity, days_supply, refills, standing_order, legal_basis, ship_state,
                    attested_state, delivery, content, drafted_by, drafted_at, ready_by, ready_at, ready_sha256,
                    (SELECT id FROM pdmp_query LIMIT 1), ready_at, '2026-11-01', '2027-05-01', '\\x00', ready_sha256,
                    ready_sha256 || ready_sha256, 'test', 1, 3
                FROM prescription
                """)
            #expect(try await story.sign(ready.handle).said == "409 gates_closed  P9")
        }
    }

    /// Sixteen requests, each with a key of its own, one code: one signature, one fill.
    @Test func `is signed once by sixteen clients`() async throws {
        try await PrescriptionStory.open { story in
            let ready = try await story.ready()
            let code = story.code
            let said = try await race(16) { _ in try await story.sign(ready.handle, code: code).said }
            #expect(said.counted { $0 } == ["200": 1, "409 prescription_already_signed": 15])
            let answer = try await story.server.get(
                "/v1/staff/prescriptions/\(ready.id)", as: story.nora
            ).json(PrescriptionAnswer.self)
            #expect(answer.fills.count == 1)
        }
    }

    @Test func `asks for a key wherever medicine is at stake`() async throws {
        try await PrescriptionStory.open { story in
            let draft = try await story.draft()
            let path = "/v1/staff/prescriptions/\(draft.id)"
            let (lin, server) = (story.lin, story.server)
            let reason = ReasonRequest(reason: "x")
            let replies = [
                try await server.post("\(path)/ready", as: lin),
                try await server.post("\(path)/sign", SignRequest(totp: story.code), as: lin),
                try await server.post("\(path)/void", reason, as: lin),
                try await server.post("\(path)/cancel", reason, as: lin),
            ]
            #expect(replies.map(\.said) == Array(repeating: "400 idempotency_key_required", count: 4))
        }
    }
}
