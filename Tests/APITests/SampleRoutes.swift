import API
import Access
import Clinic
import Foundation
import HTTPTypes
import Locks
import Postgres
import StrictJSON

/// A small table with one route of each sort.
enum Sample {
    struct Note: Codable, Sendable, Equatable {
        var text: String
        var count: Int?
    }

    struct Position: Codable { var after: Int }

    static let note = Route(.post, "/v1/notes", "Says it back.", permission: .anyone, body: .json) { call in
        let note = try call.read { body in
            let text = body.string("text", length: 1...20)
            let count = body.optionalInteger("count", in: 1...5)
            return body.made { Note(text: text.value, count: count.value) }
        }
        return try Answer(note)
    }

    static let search = Route(
        .get, "/v1/notes", "Lists them.", permission: .anyone, query: QueryParameter.page + ["mine", "state"]
    ) { call in
        let page = try call.page()
        let mine = try call.query.flag("mine")
        let state = try call.query.state("state")
        let position = try page.position(as: Position.self)?.after ?? 0
        let text = "\(page.limit) \(position) \(mine) \(state?.code ?? "-")"
        return try call.answer(
            page: Note(text: text), next: try Cursor.text(of: Position(after: position + page.limit)))
    }

    static let one = Route(.get, "/v1/notes/{noteId}", "One of them.", permission: .anyone) { call in
        try Answer(Note(text: call.id("noteId", of: Note.self).description))
    }

    static let gone = Route(
        .delete, "/v1/notes/{noteId}", "Takes it away.", permission: .signedIn, success: .noContent
    ) { _ in .empty }

    static let mine = Route(.get, "/v1/me", "One's own.", permission: .ownRecord) { call in
        try Answer(Note(text: call.actor.databaseSetting)).tagged(EntityTag(version: 7))
    }

    static let change = Route(
        .patch, "/v1/me", "Changes it.", permission: .ownRecord, body: .json, demandsIfMatch: true
    ) { call in
        guard try call.expectedVersion() == 7 else { throw Stale() }
        return try Answer(Note(text: "changed")).tagged(EntityTag(version: 8))
    }

    static let queue = Route(.get, "/v1/staff/queue", "Work.", permission: .workQueue) { _ in
        try Answer(Note(text: "work"))
    }

    static let shared = Route(
        .get, "/v1/questionnaires", "The same for all.", permission: .anyone, answers: [.fhirJSON, .json],
        caching: .revalidate
    ) { call in try Answer(Note(text: call.language.rawValue)) }

    static let answers = Route(
        .post, "/v1/screenings", "FHIR.", permission: .anyone, limit: .screening, body: .fhir,
        success: .created
    ) { call in try Answer(Note(text: "\(call.body.count)")) }

    /// Throws what it is asked for.
    static let faults = Route(.get, "/v1/faults/{kind}", "Fails.", permission: .anyone) { call in
        switch call.text("kind") {
        case "pool": throw PostgresError(.poolExhausted)
        case "lost": throw PostgresError(.connectionLost)
        case "late": throw PostgresError(.timedOut)
        case "unknown": throw PostgresError(.outcomeUnknown)
        case "server": throw PostgresError(.server, sqlState: .uniqueViolation)
        default: throw Odd(name: "Canary Ortiz")
        }
    }

    struct Odd: Error { let name: String }

    static let all = [note, search, one, gone, mine, change, queue, shared, answers, faults]

    /// A route whose effect counts how often it happens, and the store behind its keys.
    static func counted(
        _ idempotency: Route.Idempotency, refusing: (any Error & Sendable)? = nil, _ kept: KeptAnswers
    ) -> Route {
        Route(
            .post, "/v1/patients", "Makes one.", permission: .anyone, idempotency: idempotency, body: .json,
            success: .created
        ) { call in
            try await call.once({ count in
                try Answer(Note(text: "done", count: count))
            }) { once in try kept.effect(once, refusing: refusing) }
        }
    }
}

/// Stands where the corridor's `exactlyOnce` does, for the door's half of the bargain: scope, key, hash and kept
/// bytes. The other half is tested with PostgreSQL.
final class KeptAnswers: Sendable {
    struct Entry: Sendable {
        let hash: Data
        let answer: StoredAnswer
    }

    private let state = Locked((effects: 0, kept: [String: Entry]()))

    var effects: Int { state.withLock { $0.effects } }
    var scopes: [String] { state.withLock { $0.kept.keys.sorted() } }

    func effect(_ once: Once<Int>?, refusing: (any Error & Sendable)?) throws -> OnceOutcome<Int> {
        try state.withLock { state in
            if let once, let entry = state.kept["\(once.scope) \(once.key)"] {
                guard entry.hash == once.requestHash else { throw OnceRefusal.otherRequest }
                return .replayed(entry.answer)
            }
            state.effects += 1
            guard let once else {
                if let refusing { throw refusing }
                return .fresh(state.effects, nil)
            }
            let answer = try once.encode(refusing.map { .failure($0) } ?? .success(state.effects))
            state.kept["\(once.scope) \(once.key)"] = Entry(hash: once.requestHash, answer: answer)
            return refusing.map { .refused($0, answer) } ?? .fresh(state.effects, answer)
        }
    }
}
