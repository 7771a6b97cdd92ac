import Clinic
import Clocks
import Intakes
import Patients
import Postgres

/// What stands between a patient and a visit.
package enum ConsultBlock: String, Sendable, CaseIterable {
    case intakeMissing, ineligible, eligibilityIncomplete, clearanceMissing, consentsMissing
}

extension EligibilityStanding {
    /// What is lacking before a first visit. What a prescriber decides is decided there; a "no" that one has
    /// written already ends the way.
    package var consultBlocks: [ConsultBlock] {
        var blocks: [ConsultBlock] = []
        if outcome == .ineligible || !rejected.isEmpty { blocks.append(.ineligible) }
        if outcome == .incomplete { blocks.append(.eligibilityIncomplete) }
        if !uncleared.isEmpty { blocks.append(.clearanceMissing) }
        if !consentsCurrent { blocks.append(.consentsMissing) }
        return blocks
    }
}

extension CarePath {
    /// What `patient` lacks before an initial visit can be held; nothing if they may go on.
    func consultBlocks(
        of patient: ID<Patient>, on connection: Connection, now: Instant
    ) throws -> [ConsultBlock] {
        try eligibilityStanding(of: patient, on: connection)?.consultBlocks ?? [.intakeMissing]
    }

    /// How far `patient` has come: the last evaluation, the answers to it, the consents. `nil` where no intake is in
    /// force. One round trip.
    func eligibilityStanding(of patient: ID<Patient>, on connection: Connection) throws
        -> EligibilityStanding?
    {
        try connection.fetchFirst(
            EligibilityStanding.select(of: patient.uuid, required: program.consents.required),
            "eligibility.standing", decode: EligibilityStanding.init)
    }
}
