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

@testable import CarePath

@Suite(.database) struct `When the same person is there twice` {
    private let job = Actor.system("test")

    private struct OneCode: CodeSource {
        func next() -> String { "123456" }
    }

    private func team(_ clinic: TestClinic) async throws -> (ana: Caller, ben: Caller) {
        (
            try await clinic.colleague("ana-\(UUID().uuidString.prefix(6))"),
            try await clinic.colleague("ben-\(UUID().uuidString.prefix(6))")
        )
    }

    private func email(_ name: String) -> String {
        "\(name)-\(UUID().uuidString.prefix(8).lowercased())@example.org"
    }

    private func merged(
        _ merged: ID<Patient>, into survivor: ID<Patient>, at clinic: TestClinic
    ) async throws -> ID<Merge> {
        let (ana, ben) = try await team(clinic)
        let line = try await clinic.carePath.proposeMerge(
            of: merged, into: survivor, because: "Registered twice.", once: nil, by: ana
        ).value
        await #expect(throws: MergeRefusal.secondPersonRequired) {
            try await clinic.carePath.approveMerge(line.merge.id, once: nil, by: ana)
        }
        _ = try await clinic.carePath.approveMerge(line.merge.id, once: nil, by: ben)
        return line.merge.id
    }

    @Test func `the care team is told once, whichever record was found first`() async throws {
        let clinic = try await TestClinic()
        let date = "1971-04-0\(Int.random(in: 1...9))"
        let one = try await clinic.somebody("Mayra", "Quintana", birthDate: date)
        let two = try await clinic.somebody("Mayra", "Quintanar", birthDate: date)
        let other = try await clinic.somebody("Zoe", "Quintana", birthDate: date)
        for patient in [one, two, other, one] {
            try await clinic.carePath.findDuplicates(of: patient, by: job)
        }
        let found = try await clinic.texts(
            "SELECT cause AS line FROM work_item WHERE kind = 'duplicateSuspected' AND patient_id IN (\(one), \(two), \(other))"
        )
        #expect(found == [CarePath.pair(one, two)])
    }

    @Test func `both are read as one, sign-in leads to the survivor, and undone both are as they were`()
        async throws
    {
        let clinic = try await TestClinic(codes: OneCode())
        let survivor = try await clinic.newcomer()
        let twice = try await clinic.somebody("Twice")
        let address = try await clinic.carePath.profile(of: twice, by: job).contact.email
        try await clinic.run(
            """
            INSERT INTO work_item (id, kind, cause, patient_id, reasons, due_at, state, created_at, version)
            VALUES (\(UUID()), 'patientSilent', \(UUID().uuidString), \(twice), '{}', \(clinic.clock.now), 'open',
                \(clinic.clock.now), 1)
            """)
        let snapshot: SQL =
            """
            SELECT md5(row_to_json(patient)::text) || (SELECT count(*) FROM timeline_entry WHERE patient_id = \(twice))
                || (SELECT string_agg(md5(row_to_json(item)::text), '' ORDER BY item.id) FROM work_item AS item
                    WHERE item.patient_id = \(twice)) AS line
            FROM patient WHERE id = \(twice)
            """
        let before = try await clinic.texts(snapshot)
        let merge = try await merged(twice, into: survivor, at: clinic)
        #expect(try await clinic.texts(snapshot) == before)
        let timeline = try await clinic.carePath.timeline(
            of: survivor, after: nil, limit: 50, in: .en, by: job)
        #expect(timeline.entries.filter { $0.entry.code == .registered }.count == 2)
        let chart = try await clinic.carePath.chart(of: survivor, in: .en, by: job)
        #expect(chart.work.contains { $0.kind == .patientSilent })
        clinic.clock.advance(by: .minutes(2))
        _ = try await clinic.carePath.requestCode(to: .email(address), in: .en)
        let signedIn = try await clinic.carePath.signIn(withCode: "123456", at: .email(address))
        #expect(signedIn.caller.accountID == survivor.uuid)
        let (ana, _) = try await team(clinic)
        for _ in 0..<2 { _ = try await clinic.carePath.undoMerge(merge, once: nil, by: ana) }
        clinic.clock.advance(by: .minutes(2))
        _ = try await clinic.carePath.requestCode(to: .email(address), in: .en)
        let own = try await clinic.carePath.signIn(withCode: "123456", at: .email(address))
        #expect(own.caller.accountID == twice.uuid)
    }

    @Test func `the record that went into the other takes nothing new`() async throws {
        let clinic = try await TestClinic()
        let (survivor, twice) = (try await clinic.newcomer(), try await clinic.newcomer())
        let merge = try await merged(twice, into: survivor, at: clinic)
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        await #expect(throws: PostgresError.self) {
            _ = try await clinic.booked(for: twice, with: lin.accountID, at: clinic.clock.now + .hours(48))
        }
        await #expect(throws: PostgresError.self) { try await clinic.submitted(by: twice) }
        await #expect(throws: RecordEnded()) {
            try await clinic.move(twice, try clinic.moving(from: try clinic.phoenixToday()))
        }
        let (ana, _) = try await team(clinic)
        await #expect(throws: MergeRefusal.partOfAnother) {
            let third = try await clinic.newcomer()
            _ = try await merged(survivor, into: third, at: clinic)
        }
        clinic.clock.advance(by: .hours(24 * 30) + .seconds(1))
        await #expect(throws: MergeRefusal.undoTooLate) {
            try await clinic.carePath.undoMerge(merge, once: nil, by: ana)
        }
    }

    @Test func `an open flag of severity 1 of either stops the signature of the other`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .signed, email: email("flagged"))
        let twice = try await clinic.newcomer()
        try await clinic.run(
            """
            INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                acknowledge_by, close_by, version)
            VALUES (\(UUID()), \(twice), 'T1', '2026-11-21', 1, 'open', '{}', \(clinic.clock.now), 'test',
                \(clinic.clock.now), \(clinic.clock.now), 1)
            """)
        _ = try await merged(twice, into: person.patient, at: clinic)
        await #expect(throws: (any Error).self) {
            guard case .released = try await clinic.carePath.releaseDue(ID(person.fill), by: job) else {
                throw TestClinic.Unexpected()
            }
        }
        #expect(
            try await clinic.texts("SELECT state AS line FROM fill WHERE id = \(person.fill)") == ["planned"])
    }

    @Test func `two prescriptions in force stay two, and the one that treats is the survivor`() async throws {
        let clinic = try await TestClinic()
        let one = try await clinic.person(at: .signed, email: email("one"))
        let two = try await clinic.person(at: .signed, email: email("two"))
        await #expect(throws: MergeRefusal.bothPrescribed) {
            _ = try await merged(one.patient, into: two.patient, at: clinic)
        }
        let other = try await clinic.newcomer()
        await #expect(throws: MergeRefusal.underWay) {
            _ = try await merged(two.patient, into: other, at: clinic)
        }
    }

    /// A merge and a signature at the same moment: never both.
    @Test func `a signature and a merge at once are one of the two`() async throws {
        let clinic = try await TestClinic()
        let (ana, ben) = try await team(clinic)
        for round in 0..<4 {
            let person = try await clinic.person(at: .signed, email: email("race\(round)"))
            let twin = try await clinic.person(at: .signed, email: email("twin\(round)"))
            try await clinic.run(
                """
                UPDATE prescription SET state = 'cancelled', ended_at = \(clinic.clock.now), ended_by = 'test',
                    end_reason = 'test' WHERE id = \(twin.prescription)
                """)
            let line = try await clinic.carePath.proposeMerge(
                of: twin.patient, into: person.patient, because: "Twice.", once: nil, by: ana
            ).value
            async let merge: Bool = {
                do {
                    _ = try await clinic.carePath.approveMerge(line.merge.id, once: nil, by: ben)
                    return true
                } catch is MergeRefusal { return false }
            }()
            async let treats: Bool = {
                do {
                    try await clinic.run(
                        """
                        INSERT INTO treatment (id, patient_id, prescription_id, first_fill_id, state, time_zone,
                            arrived_at, version)
                        VALUES (\(UUID()), \(twin.patient), \(twin.prescription), \(twin.fill), 'awaitingStart',
                            'America/Phoenix', \(clinic.clock.now), 1)
                        """)
                    return true
                } catch is PostgresError { return false }
            }()
            let (isMerged, isTreated) = try await (merge, treats)
            #expect(isMerged != isTreated)
        }
    }
}
