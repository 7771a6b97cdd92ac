import Access
import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres
import Safety
import Sealing

/// The job that looks, once the last day of a request is over, whether it was answered.
package struct WatchRequest: Codable, Sendable {
    package static let kind = "request.watch"

    package let request: UUID
}

/// A page of requests that wait.
package struct RequestPage: Sendable {
    package let lines: [RequestLine]
    /// Where the next page starts; `nil` on the last.
    package let next: Position?

    package struct Position: Sendable, Codable {
        /// The last day, as text.
        package let due: String
        package let id: UUID
    }
}

extension CarePath {
    /// Somebody asks for their records, an amendment, an accounting, complains, or wants money back: a task with its
    /// legal due date. For closing an account see `close`.
    package func request(
        _ kind: PatientRequest.Kind, saying detail: String?, of patient: ID<Patient>,
        once: Once<RequestLine>?, by actor: Actor
    ) async throws -> OnceOutcome<RequestLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let person = try changing(patient, on: connection)
            return try open(kind, saying: detail, of: person, by: actor, on: connection, now: now)
        }
    }

    func open(
        _ kind: PatientRequest.Kind, saying detail: String?, of person: Patient.Opened, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> RequestLine {
        let request = PatientRequest(
            kind, of: person.id, under: program.requests, today: program.today(at: now), now: now)
        try request.insert(saying: detail, sealedWith: person.key, by: actor, on: connection)
        try WorkItem.open(
            .patientRequest, about: request.id.description, of: person.id.uuid, reasons: [kind.rawValue],
            due: end(of: request.lastDay), on: connection, now: now)
        try watch(request, on: connection, now: now)
        try tell(
            .requestReceived, ["date": request.lastDay.description], to: person.id, on: connection, now: now)
        try audit("receive", request, by: actor, on: connection, now: now)
        return try requestLine(request.id, on: connection)
    }

    /// More time is taken: once, before the first time is over, with the reason in writing for the patient.
    ///
    /// - Throws: `RequestRefusal`; `NotFound`.
    package func extendRequest(
        _ id: ID<PatientRequest>, because reason: String, once: Once<RequestLine>?, by actor: Actor
    ) async throws -> OnceOutcome<RequestLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            var (request, key) = try lock(id, on: connection)
            try request.extend(under: program.requests, today: program.today(at: now))
            try request.saveExtension(because: reason, sealedWith: key, by: actor, on: connection, now: now)
            // The task's due time moves with it: the old one is done, a new one is there.
            try WorkItem.settle(
                .patientRequest, about: id.description, as: "extended", by: actor, on: connection, now: now)
            try WorkItem.open(
                .patientRequest, about: id.description, of: request.patient.uuid,
                reasons: [request.kind.rawValue], due: end(of: request.lastDay), on: connection, now: now)
            try watch(request, on: connection, now: now)
            try tell(
                .requestExtended, ["date": request.lastDay.description], to: request.patient, on: connection,
                now: now)
            try audit("extend", request, by: actor, on: connection, now: now)
            return try requestLine(id, on: connection)
        }
    }

    /// A request is answered, in writing. One to close the account closes it, if nothing goes on any more.
    ///
    /// - Throws: `RequestRefusal`; `ClosingBlocked`; `NotFound`.
    package func resolveRequest(
        _ id: ID<PatientRequest>, as outcome: PatientRequest.Outcome, saying answer: String,
        once: Once<RequestLine>?, by actor: Actor
    ) async throws -> OnceOutcome<RequestLine> {
        let done = try await exactlyOnce(once, by: actor) { connection, now in
            var (request, key) = try lock(id, on: connection)
            guard try request.resolve(as: outcome, under: program.requests) else {
                return try requestLine(id, on: connection)
            }
            try request.saveAnswer(answer, sealedWith: key, by: actor, on: connection, now: now)
            for kind in [WorkItem.Kind.patientRequest, .requestLate] {
                try WorkItem.settle(
                    kind, about: id.description, as: outcome.rawValue, by: actor, on: connection, now: now)
            }
            try tell(.requestAnswered, to: request.patient, on: connection, now: now)
            try audit("resolve", request, by: actor, on: connection, now: now)
            var ended: [UUID] = []
            if request.kind == .closing, outcome == .fulfilled {
                ended = try closeNow(request.patient, by: actor, on: connection, now: now)
            }
            var line = try requestLine(id, on: connection)
            line.ended = ended
            return line
        }
        if case .fresh(let line, _) = done { access.tokens.refuse(sessions: line.ended, now: clock.now) }
        return done
    }

    /// The last day of a request is over. One that is not answered goes to those who answer for the clinic.
    package func requestIsDue(_ id: ID<PatientRequest>, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard let request = try PatientRequest.lock(id, on: connection), request.state == .open,
                now >= end(of: request.lastDay)
            else { return }
            try WorkItem.open(
                .requestLate, about: id.description, of: request.patient.uuid,
                reasons: [request.kind.rawValue],
                due: try program.workItems.due(.requestLate, arisingAt: now),
                on: connection, now: now)
            try audit("late", request, by: actor, on: connection, now: now)
        }
    }

    /// What somebody has asked for, the latest first. The reading is audited.
    package func requests(of patient: ID<Patient>, by actor: Actor) async throws -> [RequestLine] {
        let audit = AuditEntry(
            "request.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        return try await database.read(
            by: actor, RequestLine.select(of: patient), audit: audit.insert, "request.list"
        ) { try RequestLine($0, keyring: keyring) }
    }

    /// What waits to be answered, what is due first at the top. The reading is audited.
    package func openRequests(
        after cursor: RequestPage.Position?, limit: Int, by actor: Actor
    ) async throws -> RequestPage {
        let audit = AuditEntry("request.list", .init("patientRequest"), by: actor, at: clock.now)
        let found = try await database.read(
            by: actor,
            RequestLine.selectOpen(
                after: cursor.flatMap { at in LocalDate(at.due).map { ($0, at.id) } }, limit: limit + 1),
            audit: audit.insert, "request.page"
        ) { try RequestLine($0, keyring: keyring) }
        let page = Array(found.prefix(limit))
        return RequestPage(
            lines: page,
            next: found.count > limit
                ? page.last.map { .init(due: $0.request.lastDay.description, id: $0.request.id.uuid) } : nil)
    }

    /// The id behind a handle such as `rq-7k2mq`.
    package func requestID(handle: String, by actor: Actor) async throws -> ID<PatientRequest> {
        let found = try await database.read(by: actor, RequestLine.selectID(handle: handle), "request.handle")
        {
            try $0["id"] as ID<PatientRequest>
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    private func lock(_ id: ID<PatientRequest>, on connection: Connection) throws -> (
        PatientRequest, SealingKey
    ) {
        guard let found = try PatientRequest.lock(id, on: connection),
            let key = try connection.fetchFirst(
                Patient.selectKey(of: found.patient), "patient.dataKey",
                decode: { try keyring.unwrap(try $0["data_key"]) })
        else { throw NotFound() }
        return (found, key)
    }

    private func requestLine(_ id: ID<PatientRequest>, on connection: Connection) throws -> RequestLine {
        let line = try connection.fetchFirst(RequestLine.select(id), "request.line") {
            try RequestLine($0, keyring: keyring)
        }
        guard let line else { throw NotFound() }
        return line
    }

    private func end(of day: LocalDate) -> Instant { (day + 1).start(in: program.calendar.zone) }

    private func watch(_ request: PatientRequest, on connection: Connection, now: Instant) throws {
        try Job(
            kind: WatchRequest.kind, arguments: WatchRequest(request: request.id.uuid), lane: nil,
            runAt: end(of: request.lastDay)
        ).enqueue(on: connection, now: now)
    }

    private func audit(
        _ verb: String, _ request: PatientRequest, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "request.\(verb)", .init("patientRequest", request.id.uuid), patient: request.patient.uuid,
            detail: ["kind": request.kind.rawValue], by: actor, at: now
        ).record(on: connection)
    }
}
