/// `POST /v1/staff/patients/{patient}/dose`, and `…/treatment/resume`: a prescriber's dose from a date on.
package struct DoseRequest: Codable, Sendable {
    package var doseMg: Int
    /// A dose every so many days; each day where left out, and with a resume.
    package var everyDays: Int?
    /// From which date on, in the patient's zone.
    package var from: String
    package var reason: String

    package init(doseMg: Int, everyDays: Int? = nil, from: String, reason: String) {
        self.doseMg = doseMg
        self.everyDays = everyDays
        self.from = from
        self.reason = reason
    }
}

/// `POST /v1/staff/patients/{patient}/treatment/pause`.
package struct PauseRequest: Codable, Sendable {
    package var reason: String
    /// `patient` asked for it and may resume, or the `careTeam` wants it and a prescriber resumes.
    package var wishedBy: String
    /// The patient's own plan.
    package var until: String?

    package init(reason: String, wishedBy: String, until: String? = nil) {
        self.reason = reason
        self.wishedBy = wishedBy
        self.until = until
    }
}

/// `GET /v1/staff/dose-changes`: a change of the dose with whom it is for.
package struct StaffDoseChange: Codable, Sendable {
    package var change: DoseChangeAnswer
    package var patient: WorkItem.Patient
    package var decidedOn: String
    package var decidedAt: String

    package init(change: DoseChangeAnswer, patient: WorkItem.Patient, decidedOn: String, decidedAt: String) {
        self.change = change
        self.patient = patient
        self.decidedOn = decidedOn
        self.decidedAt = decidedAt
    }
}
