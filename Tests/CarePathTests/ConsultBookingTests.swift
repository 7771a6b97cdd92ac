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

@Suite(.database) struct `When a visit is booked` {
    /// Monday, 9:00 in New York: the first time that the prescriber of the tests offers.
    private static let nine = Instant(rfc3339: "2026-11-23T14:00:00Z") ?? TestClinic.start

    private func hold(
        _ clinic: TestClinic, _ patient: ID<Patient>, with prescriber: Caller, at starts: Instant = nine
    ) async throws -> Appointment {
        let request = ConsultRequest(kind: .initial, prescriber: prescriber.accountID, starts: starts)
        return try await clinic.carePath.holdConsult(
            request, for: patient, once: nil, by: .patient(patient.uuid)
        ).value
    }

    private func confirm(
        _ clinic: TestClinic, _ appointment: Appointment, as patient: ID<Patient>? = nil
    ) async throws -> Appointment {
        let patient = patient ?? appointment.patient.id
        return try await clinic.carePath.confirmConsult(
            appointment.consult.id, of: patient, once: nil, by: .patient(patient.uuid)
        ).value
    }

    private func ready(_ clinic: TestClinic, _ name: String) async throws -> ID<Patient> {
        let patient = try await clinic.registered(
            email: "\(name)@example.org", phone: "+1602555\(Int.random(in: 1000...9999))"
        ).id
        try await clinic.makeReady(patient)
        return patient
    }

    @Test func `two hundred at once on ten times are ten visits`() async throws {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        var patients: [ID<Patient>] = []
        for number in 0..<200 { patients.append(try await ready(clinic, "holder-\(number)")) }
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for (number, patient) in patients.enumerated() {
                group.addTask {
                    do {
                        let starts = Self.nine + .minutes(30 * (number % 10))
                        _ = try await hold(clinic, patient, with: lin, at: starts)
                        return "held"
                    } catch let refusal as ConsultRefusal {
                        return refusal.code
                    }
                }
            }
            return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == ["held": 10, "slot_taken": 190])
        let held = try await clinic.count(
            "SELECT count(*) AS n FROM consult WHERE prescriber_id = \(lin.accountID) AND state = 'held'")
        #expect(held == 10)
    }

    @Test func `times are offered, held, booked, called off, and offered again at once`() async throws {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let maya = try await ready(clinic, "offered")
        func offered() async throws -> [BookableTime] {
            let page = try await clinic.carePath.bookableTimes(
                for: maya, .initial, in: Self.nine..<(Self.nine + .hours(24)), after: nil, limit: 200,
                by: .patient(maya.uuid))
            return page.times.filter { $0.prescriber == lin.accountID }
        }
        #expect(try await offered().first?.time.starts == Self.nine)
        let held = try await hold(clinic, maya, with: lin)
        #expect(held.consult.state == .held(until: clinic.clock.now + .minutes(10)))
        #expect(try await offered().first?.time.starts == Self.nine + .minutes(30))
        #expect(try await confirm(clinic, held).consult.state == .booked)
        #expect(try await offered().first?.isKnown == true)
        let off = try await clinic.carePath.cancelConsult(
            held.consult.id, of: maya, because: "I am ill.", once: nil, by: .patient(maya.uuid)
        ).value
        #expect(off.consult.state == .cancelled(isLate: false))
        #expect(off.endReason == "I am ill." && off.endedBy == "patient")
        #expect(try await offered().first?.time.starts == Self.nine)
        let other = try await ready(clinic, "next")
        _ = try await hold(clinic, other, with: lin)
    }

    @Test func `sixteen at once confirm it once`() async throws {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let maya = try await ready(clinic, "sixteen")
        let held = try await hold(clinic, maya, with: lin)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let confirmed = try await confirm(clinic, held)
                    #expect(confirmed.consult.state == .booked)
                }
            }
            try await group.waitForAll()
        }
        let lines = try await clinic.carePath.timeline(
            of: maya, after: nil, limit: 10, in: .en, by: .patient(maya.uuid)
        ).entries.filter { $0.entry.code == .consultBooked }
        // Nine in New York is seven in Phoenix, on the patient's own wall.
        #expect(lines.map { $0.entry.detail["when"] } == ["2026-11-23, 07:00"])
        let reminders = try await clinic.count(
            "SELECT count(*) AS n FROM job WHERE kind = 'consult.remind' AND (arguments->>'consult')::uuid = \(held.consult.id)"
        )
        #expect(reminders == 2)
    }

    @Test func `a hold is over after ten minutes, with its job or without it`() async throws {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let (maya, omar) = (try await ready(clinic, "late"), try await ready(clinic, "early"))
        let held = try await hold(clinic, maya, with: lin)
        try await clinic.carePath.holdEnded(held.consult.id, by: .system("test"))
        await #expect(throws: ConsultRefusal.slotTaken) { try await hold(clinic, omar, with: lin) }
        clinic.clock.advance(by: .minutes(10))
        await #expect(throws: ConsultRefusal.holdExpired) { try await confirm(clinic, held) }
        // The job has not run; whoever comes next has the time all the same.
        let second = try await hold(clinic, omar, with: lin)
        clinic.clock.advance(by: .minutes(10))
        try await clinic.carePath.holdEnded(second.consult.id, by: .system("test"))
        try await clinic.carePath.holdEnded(second.consult.id, by: .system("test"))
        let states = try await clinic.count(
            "SELECT count(*) AS n FROM consult WHERE id IN (\(held.consult.id), \(second.consult.id)) AND state = 'expired'"
        )
        #expect(states == 2)
    }

    @Test func `it moves, also into its own old time, and stays one appointment`() async throws {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let maya = try await ready(clinic, "moves")
        let booked = try await confirm(clinic, try await hold(clinic, maya, with: lin))
        let moved = try await clinic.carePath.rescheduleConsult(
            booked.consult.id, of: maya, to: Self.nine + .minutes(30), with: nil, once: nil,
            by: .patient(maya.uuid)
        ).value
        #expect(moved.consult.state == .booked && moved.consult.origin == booked.consult.id)
        #expect(moved.consult.sequence == 1)
        let old = try await clinic.carePath.appointment(
            booked.consult.id, of: maya, by: .patient(maya.uuid))
        #expect(old.consult.state == .rescheduled(to: moved.consult.id))
        // A visit with another prescriber at the same time: the patient has one already.
        let park = try await clinic.prescriber(named: "park-\(UUID().uuidString.prefix(8))")
        await #expect(throws: ConsultRefusal.slotTaken) {
            try await hold(clinic, maya, with: park, at: Self.nine + .minutes(30))
        }
        await #expect(throws: ConsultRefusal.timeNotOffered) {
            try await clinic.carePath.rescheduleConsult(
                moved.consult.id, of: maya, to: Self.nine + .minutes(10), with: nil, once: nil,
                by: .patient(maya.uuid))
        }
        // Refused, nothing of it happened.
        let still = try await clinic.carePath.appointment(
            moved.consult.id, of: maya, by: .patient(maya.uuid))
        #expect(still.consult.state == .booked)
    }

    @Test func `it needs what stands before it, and somebody who may and can`() async throws {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let newcomer = try await clinic.registered(email: "unready@example.org", phone: "+16025557788").id
        await #expect(throws: ConsultNotReady(blocks: [.intakeMissing])) {
            try await hold(clinic, newcomer, with: lin)
        }
        let maya = try await ready(clinic, "ready")
        await #expect(throws: ConsultRefusal.timeNotOffered) {
            try await hold(
                clinic, maya, with: try await clinic.colleague("nobody-\(UUID().uuidString.prefix(8))"))
        }
        await #expect(throws: ConsultRefusal.timeNotOffered) {
            try await hold(clinic, maya, with: lin, at: clinic.clock.now + .hours(1))
        }
        let gone = try await clinic.prescriber(named: "gone-\(UUID().uuidString.prefix(8))")
        try await clinic.database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                "UPDATE account SET state = 'inactive' WHERE id = \(gone.accountID)", "test.leave")
        }
        await #expect(throws: ConsultRefusal.prescriberInactive) {
            try await hold(clinic, maya, with: gone)
        }
        await #expect(throws: NotFound()) {
            try await confirm(clinic, try await hold(clinic, maya, with: lin), as: newcomer)
        }
    }

    @Test func `its prescriber cannot leave before it is over`() async throws {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let maya = try await ready(clinic, "stays")
        _ = try await confirm(clinic, try await hold(clinic, maya, with: lin))
        await #expect {
            try await clinic.database.transaction(by: Actor.system("test")) { connection in
                try connection.run(
                    "UPDATE account SET state = 'inactive' WHERE id = \(lin.accountID)", "test.leave")
            }
        } throws: { ($0 as? PostgresError)?.violates("consult_prescriber_is_active") == true }
    }

    @Test func `its patient is reminded once, unless it moved or they want no messages`() async throws {
        let clinic = try await TestClinic()
        let lin = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let maya = try await ready(clinic, "reminded")
        let booked = try await confirm(clinic, try await hold(clinic, maya, with: lin))
        func messages() async throws -> Int {
            try await clinic.count(
                "SELECT count(*) AS n FROM outbox_message WHERE patient_id = \(maya) AND name = 'visitReminder'"
            )
        }
        clinic.clock.advance(by: .hours(22))
        for _ in 0..<2 {
            try await clinic.carePath.remindOfVisit(booked.consult.id, minutes: 1440, by: .system("test"))
        }
        #expect(try await messages() == 2, "by e-mail and by text")
        let moved = try await clinic.carePath.rescheduleConsult(
            booked.consult.id, of: maya, to: Self.nine + .hours(3), with: nil, once: nil,
            by: .patient(maya.uuid)
        ).value
        try await clinic.carePath.remindOfVisit(booked.consult.id, minutes: 60, by: .system("test"))
        #expect(try await messages() == 2)
        _ = try await clinic.carePath.changePreferences(
            of: maya, by: PreferenceChange(timeZone: nil, language: nil, consentToMessages: false), from: 1,
            actor: .patient(maya.uuid))
        try await clinic.carePath.remindOfVisit(moved.consult.id, minutes: 60, by: .system("test"))
        #expect(try await messages() == 2)
    }
}
