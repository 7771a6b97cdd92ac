import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres
import Prescriptions

extension CarePath {
    /// A visit ended with approval: a draft with the protocol's defaults, and the task to look at it. Inside the
    /// transaction that completes it.
    func consultApproved(
        _ consult: ID<Consult>, of patient: ID<Patient>, prescriber: UUID, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        guard let ground = try draftGround(of: consult.uuid, on: connection, now: now) else {
            throw NotFound()
        }
        try openDraft(on: ground, consult: consult.uuid, by: actor, on: connection, now: now)
    }
}
