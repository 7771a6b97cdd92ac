import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Support
import Testing

@testable import CarePath

@Suite(.database) struct `What stands before a visit` {
    @Test func `is an intake, for somebody who has registered`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.registered().id
        #expect(try await clinic.blocks(of: patient) == [.intakeMissing])
    }

    @Test func `is nothing, for somebody who is eligible and has signed`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .eligible)
        #expect(try await clinic.blocks(of: person.patient) == [])
    }

    @Test(arguments: [
        (EligibilityOutcome.ineligible, [], [], [], [ConsultBlock.ineligible]),
        (.incomplete, [], [], [], [.eligibilityIncomplete]),
        (.clearance, ["E7"], [], ["E7"], [.clearanceMissing]),
        (.clearance, ["E7"], [], [], []),
        (.clearance, [], ["E7"], [], [.ineligible]),
        (.prescriberDecides, ["E11"], [], [], []),
        (.eligible, [], [], [], []),
    ])
    func `follows from the evaluation and its answers`(
        _ outcome: EligibilityOutcome, _ unanswered: [String], _ rejected: [String], _ uncleared: [String],
        _ blocks: [ConsultBlock]
    ) {
        let standing = EligibilityStanding(
            intake: .init(), evaluatedAt: TestClinic.start, outcome: outcome, rules: [],
            unanswered: unanswered,
            rejected: rejected, uncleared: uncleared, unsigned: [])
        #expect(standing.consultBlocks == blocks)
    }
}

extension TestClinic {
    fileprivate func blocks(of patient: ID<Patient>) async throws -> [ConsultBlock] {
        try await database.transaction(by: Actor.system("test")) { connection in
            try carePath.consultBlocks(of: patient, on: connection, now: clock.now)
        }
    }
}
