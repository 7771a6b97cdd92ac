import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Testing
import Treatments

@testable import CarePath

/// Somebody in treatment, whose days a test tells: the clock goes to an hour of a day, and they report.
struct Life: Sendable {
    let clinic: TestClinic
    let treated: TestClinic.InTreatment

    /// A clinic with one person more; a suite shares its database.
    static func begin() async throws -> Life {
        let email = "\(UUID().uuidString.lowercased())@example.org"
        let clinic = try await TestClinic()
        return Life(clinic: clinic, treated: try await clinic.inTreatment(email: email))
    }

    var path: CarePath { clinic.carePath }
    var patient: ID<Patient> { treated.patient }

    /// Day 1 is the first day.
    func date(_ day: Int) -> LocalDate { treated.firstDay + (day - 1) }

    func goTo(day: Int, hour: Int = 20, minute: Int = 0) {
        clinic.clock.advance(to: date(day).at(hour: hour, minute: minute, in: treated.zone))
    }

    /// What they say at eight in the evening of a day; full dose, no effects, wish for more without benefit unless
    /// `change` says otherwise.
    @discardableResult
    func report(
        day: Int, hour: Int = 20, _ change: (inout CheckInReport) -> Void = { _ in }
    ) async throws -> CheckInView {
        goTo(day: day, hour: hour)
        return try await say(change)
    }

    /// The same, now.
    @discardableResult
    func say(_ change: (inout CheckInReport) -> Void = { _ in }) async throws -> CheckInView {
        var report = CheckInReport(
            taken: .planned, effects: EffectGrades([.nausea: 0]), benefit: CheckIn.Benefit.none, wish: .more)
        change(&report)
        return try await path.checkIn(report, of: patient, once: nil, by: .patient(patient.uuid)).value
    }

    @discardableResult
    func amend(day: Int, _ change: (inout CheckInReport) -> Void) async throws -> CheckInView {
        var report = CheckInReport(
            taken: .planned, effects: EffectGrades([.nausea: 0]), benefit: CheckIn.Benefit.none, wish: .more)
        change(&report)
        return try await path.amendCheckIn(report, of: date(day), by: patient, once: nil).value
    }

    /// Says yes to what is on offer.
    @discardableResult
    func acknowledge() async throws -> DecisionLine {
        let offer = try #require(try await treatment().offer)
        return try await path.acknowledgeDoseChange(offer.id, once: nil, by: patient).value
    }

    func treatment() async throws -> TreatmentView {
        try await path.treatment(of: patient, by: .patient(patient.uuid))
    }

    /// The worker's job of 00:05, whenever it comes.
    func begin() async throws {
        try await path.beginTreatmentDay(ID(treated.treatment), by: .system("test"))
    }

    /// `R T1 1`: what is open.
    func flags() async throws -> [String] {
        try await clinic.texts(
            """
            SELECT rule || ' ' || severity AS line FROM flag
            WHERE patient_id = \(patient) AND state <> 'closed' ORDER BY raised_at, rule
            """)
    }
}

extension CheckInView {
    /// `hold 15 T13 T14`: what followed.
    var said: String { consequence?.said ?? "nothing" }
}

extension DecisionLine {
    var said: String {
        (["\(decision.kind.rawValue)", "\(decision.to.count)"] + decision.rules.map(\.rawValue))
            .joined(separator: " ")
    }
}
