import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres

/// What still goes on and keeps an account from being closed.
package enum ClosingObstacle: String, Sendable, CaseIterable {
    case treatmentGoesOn, prescriptionInForce, orderUnderWay, parcelUnderWay, visitBooked, flagOpen,
        aftercareOpen, requestOpen
}

/// Where the end of an account stands.
package struct ClosingView: Sendable {
    /// Nothing if it may be closed.
    package let obstacles: [ClosingObstacle]
    package let isClosed: Bool
    /// What waits until the obstacles are gone.
    package let request: RequestLine?
    /// Sessions that ended with it.
    var ended: [UUID] = []
}

/// The account is not closed: what stands in the way.
package struct ClosingBlocked: Refusing, Equatable {
    package let obstacles: [ClosingObstacle]

    package init(obstacles: [ClosingObstacle]) { self.obstacles = obstacles }

    package var code: String { RequestRefusal.closingBlocked.code }
}

extension CarePath {
    /// What stands in the way of closing the account. The reading is audited.
    package func closing(of patient: ID<Patient>, by actor: Actor) async throws -> ClosingView {
        try await database.transaction(by: actor) { connection in
            try AuditEntry(
                "closing.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor,
                at: clock.now
            ).record(on: connection)
            let obstacles = try obstacles(toClosing: patient, on: connection)
            let asked = try connection.fetch(RequestLine.select(of: patient), "request.list") {
                try RequestLine($0, keyring: keyring)
            }
            return ClosingView(
                obstacles: obstacles, isClosed: false,
                request: asked.first { $0.request.kind == .closing && $0.request.state == .open })
        }
    }

    /// A patient wants to leave. Where nothing goes on any more the account is closed at once: all sessions end, nobody
    /// signs in, nothing is deleted. Else it is a request, and the care team helps what stands in the way to its end;
    /// treatment is stopped first, in its own way.
    package func close(
        _ patient: ID<Patient>, because detail: String?, once: Once<ClosingView>?, by actor: Actor
    ) async throws -> OnceOutcome<ClosingView> {
        let outcome = try await exactlyOnce(once, by: actor) { connection, now in
            let person = try changing(patient, on: connection)
            let obstacles = try obstacles(toClosing: patient, on: connection)
            guard obstacles.isEmpty else {
                return ClosingView(
                    obstacles: obstacles, isClosed: false,
                    request: try open(
                        .closing, saying: detail, of: person, by: actor, on: connection, now: now))
            }
            let ended = try closeNow(patient, by: actor, on: connection, now: now)
            return ClosingView(obstacles: [], isClosed: true, request: nil, ended: ended)
        }
        if case .fresh(let view, _) = outcome { access.tokens.refuse(sessions: view.ended, now: clock.now) }
        return outcome
    }

    /// The account ends.
    ///
    /// - Returns: the sessions that ended.
    /// - Throws: `ClosingBlocked`.
    func closeNow(
        _ patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> [UUID] {
        _ = try changing(patient, on: connection)
        let obstacles = try obstacles(toClosing: patient, on: connection)
        guard obstacles.isEmpty else { throw ClosingBlocked(obstacles: obstacles) }
        try connection.run(Self.close(patient, now: now), "patient.close")
        try connection.execute(Self.deactivateAccount(of: patient), "account.deactivate")
        try tell(.accountClosed, to: patient, on: connection, now: now)
        try AuditEntry(
            "patient.close", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now
        ).record(on: connection)
        return try Session.endAll(of: patient.uuid, because: .accountClosed, on: connection, now: now)
    }

    private func obstacles(toClosing patient: ID<Patient>, on connection: Connection) throws
        -> [ClosingObstacle]
    {
        try connection.fetchFirst(Self.selectOpenThings(of: patient), "closing.obstacles") { row in
            try ClosingObstacle.allCases.filter { try row[$0.rawValue] as Bool }
        } ?? []
    }
}
