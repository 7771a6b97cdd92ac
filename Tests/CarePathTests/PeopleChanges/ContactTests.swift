import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Support
import Testing

@testable import CarePath

@Suite(.database) struct `When a patient is reached elsewhere` {
    private let job = Actor.system("test")

    /// One code for all, so that no message need be opened.
    private struct OneCode: CodeSource {
        func next() -> String { "123456" }
    }

    private func caller(_ patient: ID<Patient>) -> Caller {
        Caller(accountID: patient.uuid, kind: .patient, roles: [.patient], session: UUID())
    }

    private func address(_ text: String) throws -> SignInAddress {
        .email(try #require(EmailAddress(text)))
    }

    private func fresh() -> String { "new-\(UUID().uuidString.prefix(8).lowercased())@example.org" }

    @Test func `the new address is proven, the old one told, other sessions end`() async throws {
        let clinic = try await TestClinic(codes: OneCode())
        let patient = try await clinic.somebody("Contact")
        let old = try await clinic.carePath.profile(of: patient, by: job).contact
        clinic.clock.advance(by: .minutes(1))
        _ = try await clinic.carePath.signIn(withCode: "123456", at: .email(old.email))
        let new = fresh()
        let me = caller(patient)
        let pending = try await clinic.carePath.requestContact(
            try address(new), of: patient, once: nil, by: me.actor
        ).value
        #expect(try await clinic.carePath.profile(of: patient, by: job).contact == old)
        await #expect(throws: AccessRefusal.codeWrong) {
            try await clinic.carePath.proveContact(pending.id, withCode: "000000", of: patient, by: me)
        }
        let changed = try await clinic.carePath.proveContact(
            pending.id, withCode: "123456", of: patient, by: me)
        #expect(changed.contact.email.address == new)
        #expect(changed.contact.phone == old.phone)
        await #expect(throws: AccessRefusal.codeExpired) {
            try await clinic.carePath.proveContact(pending.id, withCode: "123456", of: patient, by: me)
        }
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM session WHERE account_id = \(patient) AND end_reason = 'contactChanged'"
            ) == 1)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM outbox_message WHERE patient_id = \(patient) AND name = 'contactChanged'"
            ) == 1)
        #expect(try await clinic.carePath.findPatients(new, limit: 2, by: job).map(\.id) == [patient])
        #expect(try await clinic.carePath.findPatients(old.email.address, limit: 2, by: job).isEmpty)
        clinic.clock.advance(by: .minutes(2))
        _ = try await clinic.carePath.requestCode(to: try address(new), in: .en)
        let signedIn = try await clinic.carePath.signIn(withCode: "123456", at: try address(new))
        #expect(signedIn.caller.accountID == patient.uuid)
    }

    @Test func `a code works once, five wrong ones end it, and so do ten minutes`() async throws {
        let clinic = try await TestClinic(codes: OneCode())
        let patient = try await clinic.somebody("Guess")
        let me = caller(patient)
        let asked = try await clinic.carePath.requestContact(
            try address(fresh()), of: patient, once: nil, by: me.actor
        ).value
        await #expect(throws: ContactRefusal.tooSoon) {
            try await clinic.carePath.requestContact(
                try address(fresh()), of: patient, once: nil, by: me.actor)
        }
        for _ in 0..<5 {
            await #expect(throws: AccessRefusal.codeWrong) {
                try await clinic.carePath.proveContact(asked.id, withCode: "654321", of: patient, by: me)
            }
        }
        await #expect(throws: AccessRefusal.tooManyTries) {
            try await clinic.carePath.proveContact(asked.id, withCode: "123456", of: patient, by: me)
        }
        clinic.clock.advance(by: .minutes(2))
        let again = try await clinic.carePath.requestContact(
            try address(fresh()), of: patient, once: nil, by: me.actor
        ).value
        clinic.clock.advance(by: .minutes(10))
        await #expect(throws: AccessRefusal.codeExpired) {
            try await clinic.carePath.proveContact(again.id, withCode: "123456", of: patient, by: me)
        }
    }

    @Test func `sixteen at once with the right code change it once`() async throws {
        let clinic = try await TestClinic(codes: OneCode())
        let patient = try await clinic.somebody("Racer")
        let me = caller(patient)
        let asked = try await clinic.carePath.requestContact(
            try address(fresh()), of: patient, once: nil, by: me.actor
        ).value
        let care = clinic.carePath
        let won = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    do {
                        _ = try await care.proveContact(asked.id, withCode: "123456", of: patient, by: me)
                        return true
                    } catch AccessRefusal.codeExpired { return false }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
    }

    /// Nobody learns whose address it is; the care team looks whether they are one person.
    @Test func `an address that is somebody else's gets no code and the same answer`() async throws {
        let clinic = try await TestClinic(codes: OneCode())
        let (one, other) = (try await clinic.somebody("Taken"), try await clinic.somebody("Taker"))
        let theirs = try await clinic.carePath.profile(of: one, by: job).contact.email
        let me = caller(other)
        let pending = try await clinic.carePath.requestContact(
            .email(theirs), of: other, once: nil, by: me.actor
        ).value
        #expect(pending.sentTo == theirs.masked)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM outbox_message WHERE patient_id = \(other) AND name = 'contactCode'"
            ) == 0)
        await #expect(throws: AccessRefusal.codeWrong) {
            try await clinic.carePath.proveContact(pending.id, withCode: "123456", of: other, by: me)
        }
        #expect(try await clinic.work("duplicateSuspected", of: other) == ["sameContact"])
    }

    /// Two prove the same new address at the same moment: `sign_in_address_pkey` lets one through.
    @Test func `two who take one address at once become not one account`() async throws {
        let clinic = try await TestClinic(codes: OneCode())
        let people = [try await clinic.somebody("First"), try await clinic.somebody("Second")]
        let new = try address(fresh())
        var asked: [(ID<Patient>, ID<ContactChange>)] = []
        for patient in people {
            let pending = try await clinic.carePath.requestContact(
                new, of: patient, once: nil, by: .patient(patient.uuid)
            ).value
            asked.append((patient, pending.id))
        }
        let care = clinic.carePath
        let callers = people.map(caller)
        let won = try await withThrowingTaskGroup(of: Bool.self) { group in
            for (index, (patient, change)) in asked.enumerated() {
                group.addTask {
                    do {
                        _ = try await care.proveContact(
                            change, withCode: "123456", of: patient, by: callers[index])
                        return true
                    } catch ContactRefusal.taken { return false }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
    }

    @Test func `who has lost both is vouched for by two people, never one`() async throws {
        let clinic = try await TestClinic(codes: OneCode())
        let patient = try await clinic.somebody("Lost")
        let old = try await clinic.carePath.profile(of: patient, by: job).contact.email
        clinic.clock.advance(by: .minutes(1))
        _ = try await clinic.carePath.signIn(withCode: "123456", at: .email(old))
        let (ana, ben) = (
            try await clinic.colleague("ana-\(UUID().uuidString.prefix(6))"),
            try await clinic.colleague("ben-\(UUID().uuidString.prefix(6))")
        )
        let new = fresh()
        let vouching = ContactChange.Vouching(
            checklist: ["photoIdByVideo", "fullName", "birthDate"], reason: "Telephone stolen.")
        await #expect(throws: ContactRefusal.checklistIncomplete) {
            try await clinic.carePath.recoverContact(
                try address(new), of: patient, .init(checklist: ["fullName"], reason: "?"), once: nil, by: ana
            )
        }
        let asked = try await clinic.carePath.recoverContact(
            try address(new), of: patient, vouching, once: nil, by: ana
        ).value
        #expect(try await clinic.work("contactRecovery", of: patient) == ["email"])
        await #expect(throws: ContactRefusal.secondPersonRequired) {
            try await clinic.carePath.decideRecovery(asked.id, agreed: true, once: nil, by: ana)
        }
        // Not by hand either.
        await #expect(throws: PostgresError.self) {
            try await clinic.run(
                """
                UPDATE contact_change SET state = 'done', settled_at = \(clinic.clock.now), settled_by = 'x',
                    approver_id = \(ana.accountID) WHERE id = \(asked.id)
                """)
        }
        await #expect(throws: PostgresError.self) {
            try await clinic.run(
                """
                UPDATE contact_change SET state = 'done', settled_at = \(clinic.clock.now), settled_by = 'x'
                WHERE id = \(asked.id)
                """)
        }
        for _ in 0..<2 {
            _ = try await clinic.carePath.decideRecovery(asked.id, agreed: true, once: nil, by: ben)
        }
        #expect(try await clinic.work("contactRecovery", of: patient).isEmpty)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM session WHERE account_id = \(patient) AND ended_at IS NULL") == 0)
        clinic.clock.advance(by: .minutes(2))
        _ = try await clinic.carePath.requestCode(to: try address(new), in: .en)
        _ = try await clinic.carePath.signIn(withCode: "123456", at: try address(new))
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM sign_in_address WHERE account_id = \(patient) AND channel = 'email' AND proven_at IS NOT NULL"
            ) == 1)
    }

    @Test func `the tables know the same words as the program`() async throws {
        let clinic = try await TestClinic()
        try await clinic.expectCheck(
            "contact_change_way_known", toName: ContactChange.Way.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "contact_change_state_known", toName: ContactChange.State.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "patient_correction_field_known", toName: Correction.Field.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "patient_correction_document_known", toName: Correction.Document.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "patient_request_kind_known", toName: PatientRequest.Kind.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "patient_request_outcome_known", toName: PatientRequest.Outcome.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "patient_merge_state_known", toName: Merge.State.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "disclosure_purpose_known", toName: Disclosure.Purpose.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "patient_preference_channel_known", toName: MessageWishes.Channel.allCases.map(\.rawValue))
    }
}
