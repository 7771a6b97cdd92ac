/// `GET /v1/staff/patients/{id}`: the patient's record, and beside its fields the work that is open about them.
package struct ChartAnswer: Codable, Sendable {
    package var patient: PatientAnswer
    package var path: ChartPath
    /// The treatment, while one is under way.
    package var course: ChartCourse?
    package var work: [WorkItem]

    package init(patient: PatientAnswer, path: ChartPath, course: ChartCourse?, work: [WorkItem]) {
        self.patient = patient
        self.path = path
        self.course = course
        self.work = work
    }

    private enum Keys: String, CodingKey { case path, course, work }

    package init(from decoder: any Decoder) throws {
        patient = try PatientAnswer(from: decoder)
        let box = try decoder.container(keyedBy: Keys.self)
        path = try box.decode(ChartPath.self, forKey: .path)
        course = try box.decodeIfPresent(ChartCourse.self, forKey: .course)
        work = try box.decode([WorkItem].self, forKey: .work)
    }

    package func encode(to encoder: any Encoder) throws {
        try patient.encode(to: encoder)
        var box = encoder.container(keyedBy: Keys.self)
        try box.encode(path, forKey: .path)
        try box.encodeIfPresent(course, forKey: .course)
        try box.encode(work, forKey: .work)
    }
}
