import Clocks
import Cohort
import EmbeddedPostgres
import Foundation
import Locks
import Outbound
import Postgres
import Support
import Testing
import Wire

/// One made-up clinic for all drills: the program, which is killed, and the partners beside it, which are not.
final class DrillStage: Sendable {
    private let home: DevHome
    private let partners: URL
    private let sandbox: RunningProgram
    private let running: Locked<RunningProgram>
    private let client = Client()
    private let database: Database

    /// Long before the last day of the telemedicine rule, since every drill takes some days.
    private static let start = "2026-03-02"

    init() async throws {
        home = try DevHome()
        partners = home.folder.appending(path: "partners")
        sandbox = try RunningProgram(
            "lozenged",
            ["sandbox", "--data", partners.path, "--clock", home.folder.path, "--webhooks", home.url])
        try await sandbox.prints(/pharmacy at/)
        let first = try await Self.start(home, partners)
        running = Locked(first)
        database = Database(
            url: PrivateCluster(at: .program(dataFolder: home.folder)).url(as: PrivateCluster.superuser))
    }

    private static func start(_ home: DevHome, _ partners: URL) async throws -> RunningProgram {
        try await home.start(["--serve-only", "--sandbox", partners.path, "--start", start])
    }

    /// Brings somebody up to the signature, kills the program at the point, starts it again, and follows the supply
    /// until its label is bought.
    func drill(_ point: DrillPoint) async throws {
        let person: DevPerson = try await client.post(
            "\(home.url)/dev/people", DevPersonRequest(stage: "readyToSign"), status: 201)
        let rx = try await prescription(of: person)
        if let fault = point.fault { try await order(fault) }
        let marks = ["pharmacy-alpha.jsonl", "carrier.jsonl"].map { ($0, journal($0).count) }
        let before = Dictionary(uniqueKeysWithValues: marks)

        var lock: HeldLock?
        if let early = point.lock, early.after == nil { lock = try await hold(early.sql(rx.id)) }
        let signature = Task { [self] in try await sign(rx) }
        let progress = Task { [self] in
            _ = try? await signature.value
            for _ in 0..<8 { try? await advance(by: .hours(12)) }
        }
        if let late = point.lock, let entry = late.after {
            try await eventually(within: .seconds(90), "\(point.name): \(entry.entry)") {
                written(entry.entry, in: entry.journal, since: before[entry.journal] ?? 0)
            }
            lock = try await hold(late.sql(rx.id))
        }
        try await eventually(within: .seconds(90), "\(point.name): the moment comes") {
            switch point.moment {
            case .blocked: try await isBlocked()
            case .written(let name, let entry): written(entry, in: name, since: before[name] ?? 0)
            case .table(let sql): try await !rows(sql(rx.id)).isEmpty
            }
        }
        program.signal(SIGKILL)
        try await program.ended()
        await lock?.release()
        progress.cancel()
        _ = await progress.value

        let again = try await Self.start(home, partners)
        running.withLock { $0 = again }
        if try await rows("SELECT id FROM prescription WHERE id = \(rx.id) AND signed_at IS NULL").isEmpty
            == false
        {
            try await sign(rx)
        }
        try await followUntilLabelled(rx, point)
    }

    private func followUntilLabelled(_ rx: Prescription, _ point: DrillPoint) async throws {
        var isLabelled = false
        for _ in 0..<16 where !isLabelled {
            try await advance(by: .hours(12))
            isLabelled = try await !rows(
                """
                SELECT shipment.id FROM shipment JOIN fill ON fill.id = shipment.fill_id
                WHERE fill.prescription_id = \(rx.id) AND shipment.purchase = 'bought'
                """
            ).isEmpty
        }
        #expect(isLabelled, "\(point.name): no label within eight days")
        let audit = try await RunningProgram.run(
            "lozenged",
            ["audit", "invariants", "--data", home.folder.path, "--partner-logs", partners.path])
        #expect(audit.status == 0, "\(point.name):\n\(audit.output)")
    }

    func close() async throws {
        await database.close()
        program.signal(SIGTERM)
        try await program.ended(within: .seconds(20))
        sandbox.signal(SIGTERM)
        try await sandbox.ended(within: .seconds(20))
        try await home.remove()
    }

    private var program: RunningProgram { running.withLock(\.self) }

    // MARK: The tables

    private struct Prescription {
        let id: UUID
        let patient: UUID
        let prescriber: String
        let state: String
    }

    private func prescription(of person: DevPerson) async throws -> Prescription {
        let patient = try #require(UUID(uuidString: person.id))
        let found = try await database.read(
            by: TestActor(),
            """
            SELECT id, prescriber_id, attested_state FROM prescription
            WHERE patient_id = \(patient) AND state = 'ready'
            """, "drill.prescription"
        ) { row in
            let prescriber: UUID = try row["prescriber_id"]
            return Prescription(
                id: try row["id"], patient: patient, prescriber: prescriber.uuidString.lowercased(),
                state: try row["attested_state"])
        }
        return try #require(found.first)
    }

    private func rows(_ sql: SQL) async throws -> [UUID] {
        try await database.read(by: TestActor(), sql, "drill.rows") { try $0["id"] as UUID }
    }

    private func isBlocked() async throws -> Bool {
        try await database.read(
            by: TestActor(),
            """
            SELECT count(*) AS n FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND usename = \(PrivateCluster.runtimeRole)
            """, "drill.blocked"
        ) { try $0["n"] as Int }.first ?? 0 > 0
    }

    private func hold(_ sql: SQL) async throws -> HeldLock { try await HeldLock.take(sql, on: database) }

    // MARK: The partners

    private func journal(_ name: String) -> String {
        (try? String(contentsOf: partners.appending(path: name), encoding: .utf8)) ?? ""
    }

    private func written(_ entry: String, in name: String, since length: Int) -> Bool {
        journal(name).dropFirst(length).contains("\"\(entry)\"")
    }

    private func order(_ fault: String) async throws {
        let address = try #require(sandbox.output.firstMatch(of: /text messages at (http:\/\/[0-9.:]+)/))
        let answer = try await client.send(.post, "\(address.1)/control/faults", body: Data(fault.utf8))
        try #require(answer.status == 201, "\(answer.text)")
    }

    // MARK: The program

    private func advance(by duration: Duration) async throws {
        let clock: DevClockAnswer = try await client.get("\(home.url)/dev/clock")
        let now = try #require(Instant(rfc3339: clock.now))
        let _: DevClockAnswer = try await client.post(
            "\(home.url)/dev/clock/advance", AdvanceRequest(to: (now + duration).rfc3339), status: 200)
    }

    /// The prescriber signs, as in `lozenge prescription sign`. Where the code of this half minute was used, the next.
    private func sign(_ rx: Prescription) async throws {
        struct Sheet: Decodable { let staff: [DevPerson] }
        let sheet = try JSONDecoder().decode(
            Sheet.self, from: Data(contentsOf: home.folder.appending(path: "people.json")))
        let person = try #require(sheet.staff.first { $0.id == rx.prescriber })
        let app = try #require(person.totpSecret.flatMap(OneTimePassword.init(base32:)))
        var token: String?
        for _ in 0..<6 {
            let clock: DevClockAnswer = try await client.get("\(home.url)/dev/clock")
            let code = app.code(at: try #require(Instant(rfc3339: clock.now)))
            if let token {
                try await lookIntoMonitoring(for: rx, at: clock.now, token: token)
                let body = try JSONEncoder().encode(SignRequest(totp: code))
                let answer = try await client.send(
                    .post, "\(home.url)/v1/staff/prescriptions/\(rx.id.uuidString.lowercased())/sign",
                    body: body,
                    token: token)
                if answer.status == 200 { return }
                try #require(answer.text.contains("totp_wrong"), "\(answer.status) \(answer.text)")
            } else {
                let tokens: TokenAnswer? = try? await client.post(
                    "\(home.url)/v1/auth/token",
                    TokenRequest.password(
                        email: person.email, password: person.password ?? "", totp: code), status: 200)
                token = tokens?.accessToken
            }
            try await advance(by: .seconds(30))
        }
        throw NoSignature()
    }

    /// Some states let a look into their monitoring program count for a day only.
    private func lookIntoMonitoring(for rx: Prescription, at now: String, token: String) async throws {
        let body = try JSONEncoder().encode(
            MonitoringRequest(state: rx.state, queriedAt: now, reference: "PDMP-drill", finding: "Nothing."))
        let patient = rx.patient.uuidString.lowercased()
        let answer = try await client.send(
            .post, "\(home.url)/v1/staff/patients/\(patient)/pdmp", body: body, token: token)
        try #require(answer.status == 201, "\(answer.status) \(answer.text)")
    }

    struct NoSignature: Error {}
}

/// A lock that another session holds until it is told to let go.
final class HeldLock: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let holding: Task<Void, any Error>

    /// Takes the lock, waits until it is there, and keeps its transaction open.
    static func take(_ sql: SQL, on database: Database) async throws -> HeldLock {
        let (taken, report) = AsyncStream.makeStream(of: Void.self)
        let lock = HeldLock(sql, on: database) { report.yield() }
        for await _ in taken { break }
        return lock
    }

    private init(_ sql: SQL, on database: Database, onTaken: @escaping @Sendable () -> Void) {
        let gate = gate
        holding = Task {
            try await database.transaction(by: TestActor(), within: .seconds(120)) { connection in
                try connection.run(sql, "drill.lock")
                onTaken()
                gate.wait()
            }
        }
    }

    func release() async {
        gate.signal()
        _ = try? await holding.value
    }
}
