import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Support
import Testing
import Treatments

@testable import CarePath

/// Under a flag of severity 1 a treatment is paused, by the tables: no transaction leaves one beside the other, whoever
/// comes first.
@Suite(.database) struct `A treatment under a flag of severity 1` {
    private static let refused = TestClinic.Answer.refused("treatment_paused_under_flag")

    private func treated(_ number: Int) async throws -> (TestClinic, TestClinic.InTreatment) {
        let clinic = try await TestClinic()
        return (clinic, try await clinic.inTreatment(email: "paused-\(number)@example.org"))
    }

    @Test func `is paused, or the flag is not committed`() async throws {
        let (clinic, maya) = try await treated(1)
        #expect(try await clinic.answer(maya.flag("T2", 1)) == Self.refused)
        #expect(try await clinic.answer(maya.flag("T6", 2)) == .committed)
        #expect(
            try await clinic.answer(
                "UPDATE flag SET severity = 1 WHERE patient_id = \(maya.patient) AND rule = 'T6'")
                == Self.refused)
        // In either order within one transaction.
        let (flag, pause) = (maya.flag("T2", 1), maya.state("paused"))
        #expect(
            try await clinic.answer { connection in
                try connection.run(flag)
                try connection.run(pause)
            } == .committed)
        for state in ["active", "tapering"] {
            #expect(try await clinic.answer(maya.state(state)) == Self.refused)
        }
    }

    @Test func `does not go on while somebody raises the flag, and no flag is raised while it goes on`()
        async throws
    {
        let (clinic, maya) = try await treated(2)
        #expect(try await clinic.answer(maya.state("paused")) == .committed)
        #expect(
            try await clinic.overlapping(maya.flag("T2", 1), maya.state("active")) == [
                .committed, Self.refused,
            ])
        let (_, leo) = try await treated(3)
        #expect(try await clinic.answer(leo.state("paused")) == .committed)
        #expect(
            try await clinic.overlapping(leo.state("active"), leo.flag("T2", 1)) == [
                .committed, Self.refused,
            ])
        #expect(try await clinic.answer(leo.state("paused")) == .committed)
        let flag = UUID()
        #expect(try await clinic.answer(leo.flag("T2", 1, id: flag)) == .committed)
        #expect(try await clinic.answer(leo.close(flag)) == .committed)
        #expect(try await clinic.answer(leo.state("active")) == .committed)
    }

    @Test
    func `is paused by a flag that a person raises or finds graver, and told so in the program's words`()
        async throws
    {
        let life = try await Life.begin()
        life.goTo(day: 1, hour: 12)
        let lin = life.treated.person.prescriber
        let flag = try await life.path.raiseFlagByHand(
            of: life.patient, .concern, because: "Slurred words.", once: nil, by: lin.actor
        ).value.flag
        #expect(try await life.treatment().treatment?.state.name == .active)
        _ = try await life.path.escalateFlag(flag.id, to: .danger, because: "Fell.", once: nil, by: lin.actor)
        #expect(try await life.treatment().treatment?.state.name == .paused)
        await #expect(throws: CourseRefusal.flagOpen) {
            try await life.path.resumeTreatment(
                of: life.patient, dose: Milligrams(15), from: life.date(2), because: "Well.", once: nil,
                by: lin)
        }
        _ = try await life.path.closeFlag(flag.id, as: "resume", note: "Well since.", once: nil, by: lin)
        _ = try await life.path.resumeTreatment(
            of: life.patient, dose: Milligrams(15), from: life.date(2), because: "Well.", once: nil, by: lin)
        #expect(try await life.treatment().treatment?.state.name == .active)
        var fault = PostgresError(.server, sqlState: .checkViolation)
        fault.constraint = "treatment_paused_under_flag"
        #expect(CarePath.refusal(behind: fault)?.code == "flag_open")
    }

    @Test func `has one flag for the same rule while that is open, of later dates too`() async throws {
        let life = try await Life.begin()
        life.goTo(day: 1, hour: 12)
        func raise(_ reasons: [String], _ severity: Flag.Severity) async throws -> ID<Flag> {
            try await life.clinic.database.transaction(by: Actor.system("test")) { connection in
                try life.path.raiseFlag(
                    "T6", severity, of: life.patient, in: life.treated.zone, reasons: reasons,
                    by: .system("test"),
                    on: connection, now: life.clinic.clock.now)
            }
        }
        let first = try await raise(["urinary"], .concern)
        life.goTo(day: 2, hour: 12)
        #expect(try await raise(["blood"], .concern) == first)
        #expect(
            try await life.clinic.texts(
                "SELECT array_to_string(reasons, ' ') || ' ' || local_date AS line FROM flag WHERE id = \(first)"
            )
                == ["blood urinary \(life.date(1))"])
        // Another severity on another date is another flag; closed, the rule begins anew.
        #expect(try await raise(["urinary"], .notice) != first)
        let lin = life.treated.person.prescriber
        _ = try await life.path.closeFlag(first, as: "watched", note: "Seen.", once: nil, by: lin)
        #expect(try await raise(["urinary"], .concern) != first)
    }
}
