import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres
import Support
import Testing

@Suite(.database) struct `When a visit is held` {
    private static let note = ConsultNote(
        icd10: ["F33.1"], findings: "Depressed for two years.", plan: "Start low.",
        risksDiscussed: "Dependence, bladder, blood pressure.")

    /// A visit of half an hour that begins now, with its prescriber.
    private struct Scene {
        let clinic: TestClinic
        let lin: Caller
        let maya: ID<Patient>
        let consult: ID<Consult>
    }

    private func scene(_ name: String) async throws -> Scene {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let maya = try await clinic.registered(
            email: "\(name)@example.org", phone: "+1602555\(Int.random(in: 1000...9999))"
        ).id
        let consult = try await clinic.booked(for: maya, with: lin.accountID, at: clinic.clock.now)
        return Scene(clinic: clinic, lin: lin, maya: maya, consult: consult)
    }

    private func start(_ scene: Scene, in place: String = "AZ", by caller: Caller? = nil) async throws
        -> Appointment
    {
        let opening = Consult.Opening(identity: .photoId, place: try #require(StateCode(place)))
        return try await scene.clinic.carePath.startConsult(
            scene.consult, opening, once: nil, by: caller ?? scene.lin
        ).value
    }

    private func complete(
        _ scene: Scene, as outcome: Consult.Outcome, detail: String? = nil
    ) async throws -> Appointment {
        try await scene.clinic.carePath.completeConsult(
            scene.consult, ConsultConclusion(note: Self.note, outcome: outcome, detail: detail), once: nil,
            by: scene.lin
        ).value
    }

    private func timeline(_ scene: Scene) async throws -> [TimelineEntry.Code] {
        try await scene.clinic.carePath.timeline(
            of: scene.maya, after: nil, limit: 20, in: .en, by: .patient(scene.maya.uuid)
        ).entries.map(\.entry.code)
    }

    @Test func `it begins with identity and place, and ends with a signed note that the patient reads`()
        async throws
    {
        let scene = try await scene("whole")
        let patient = Actor.patient(scene.maya.uuid)
        let waiting = try await scene.clinic.carePath.checkIn(
            to: scene.consult, of: scene.maya, once: nil, by: patient
        ).value
        #expect(waiting.consult.state == .checkedIn(at: scene.clinic.clock.now))
        #expect(try await start(scene).startedAt == scene.clinic.clock.now)
        scene.clinic.clock.advance(by: .minutes(20))
        let ended = try await complete(scene, as: .approved)
        #expect(ended.completedAt == scene.clinic.clock.now)
        #expect(try await complete(scene, as: .approved).consult.version == ended.consult.version)
        _ = try await scene.clinic.carePath.addAddendum(
            "The lab results came.", to: scene.consult, once: nil, by: scene.lin)
        let read = try await scene.clinic.carePath.appointment(scene.consult, of: scene.maya, by: patient)
        #expect(read.notes.map(\.content) == [.note(Self.note), .addendum("The lab results came.")])
        #expect(read.room == nil)
        #expect(try await timeline(scene).prefix(2) == [.consultCompleted, .consultStarted])
        // Nothing of what was written can be read in the tables.
        let open = try await scene.clinic.count(
            "SELECT count(*) AS n FROM consult_note WHERE encode(content, 'escape') LIKE '%Depressed%'"
        )
        #expect(open == 0)
    }

    @Test func `it is refused to others, too early, and where there is no licence`() async throws {
        let scene = try await scene("refused")
        let park = try await scene.clinic.prescriber(named: "park-\(UUID().uuidString.prefix(8))")
        await #expect(throws: ConsultRefusal.ofAnotherPrescriber) { try await start(scene, by: park) }
        await #expect(throws: ConsultRefusal.prescriberNotLicensed) { try await start(scene, in: "TX") }
        await #expect(throws: ConsultRefusal.notStarted) { try await complete(scene, as: .approved) }
        await #expect(throws: ConsultRefusal.notCompleted) {
            try await scene.clinic.carePath.addAddendum("?", to: scene.consult, once: nil, by: scene.lin)
        }
        let later = try await scene.clinic.booked(
            for: scene.maya, with: scene.lin.accountID, at: scene.clinic.clock.now + .hours(24))
        await #expect(throws: ConsultRefusal.tooEarly) {
            try await scene.clinic.carePath.checkIn(
                to: later, of: scene.maya, once: nil, by: .patient(scene.maya.uuid))
        }
        await #expect(throws: ConsultRefusal.tooEarly) {
            try await scene.clinic.carePath.consultMissed(
                later, by: .patient, once: nil, actor: scene.lin.actor)
        }
    }

    @Test(arguments: [
        (Consult.Outcome.declined, TimelineEntry.Code.consultDeclined, 0),
        (.needsInformation, .consultCompleted, 1), (.followUp, .consultCompleted, 1),
    ])
    func `its outcome says what follows`(
        outcome: Consult.Outcome, line: TimelineEntry.Code, work: Int
    ) async throws {
        let scene = try await scene("outcome-\(outcome.rawValue.lowercased())")
        _ = try await start(scene)
        let ended = try await complete(scene, as: outcome, detail: "Blood pressure first.")
        #expect(ended.outcomeDetail == "Blood pressure first.")
        #expect(try await timeline(scene).first == line)
        let items = try await scene.clinic.count(
            "SELECT count(*) AS n FROM work_item WHERE kind = 'consultFollowUp' AND patient_id = \(scene.maya)"
        )
        #expect(items == work)
    }

    @Test func `it may be missed, or fail`() async throws {
        let missed = try await scene("missed")
        let noted = try await missed.clinic.carePath.consultMissed(
            missed.consult, by: .patient, once: nil, actor: missed.lin.actor
        ).value
        #expect(noted.consult.state == .noShow(.patient))
        #expect(try await timeline(missed).first == .consultMissed)
        let failed = try await scene("failed")
        _ = try await start(failed)
        let noise = try await failed.clinic.carePath.consultFailed(
            failed.consult, once: nil, by: failed.lin.actor
        ).value
        #expect(noise.consult.state == .techFailed)
    }

    @Test func `its door is open to the two, from a quarter of an hour before`() async throws {
        let scene = try await scene("door")
        func room(_ patient: ID<Patient>?, by actor: Actor) async throws -> RoomPass? {
            try await scene.clinic.carePath.appointment(scene.consult, of: patient, by: actor).room
        }
        #expect(try await room(scene.maya, by: .patient(scene.maya.uuid)) != nil)
        #expect(try await room(nil, by: scene.lin.actor) != nil)
        #expect(
            try await room(nil, by: scene.clinic.colleague("nora-\(UUID().uuidString.prefix(8))").actor)
                == nil)
        scene.clinic.clock.advance(by: .minutes(30))
        #expect(try await room(scene.maya, by: .patient(scene.maya.uuid)) == nil)
    }
}
