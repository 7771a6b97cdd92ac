/// `GET /v1/staff/patients/{id}`: the patient's record, and beside its fields the work that is open about them.
package struct ChartAnswer: Codable, Sendable {
    package var patient: PatientAnswer
    package var work: [WorkItem]

    package init(patient: PatientAnswer, work: [WorkItem]) {
        self.patient = patient
        self.work = work
    }

    private enum Keys: String, CodingKey { case work }

    package init(from decoder: any Decoder) throws {
        patient = try PatientAnswer(from: decoder)
        work = try decoder.container(keyedBy: Keys.self).decode([WorkItem].self, forKey: .work)
    }

    package func encode(to encoder: any Encoder) throws {
        try patient.encode(to: encoder)
        var box = encoder.container(keyedBy: Keys.self)
        try box.encode(work, forKey: .work)
    }
}
