/// `POST /v1/me/vitals`: one measurement, or with the one five minutes later.
package struct VitalsRequest: Codable, Sendable {
    package var readings: [Reading]

    package struct Reading: Codable, Sendable {
        /// Now, where it is left out.
        package var measuredAt: String?
        package var bloodPressure: CheckInRequest.BloodPressure?
        package var pulse: Int?

        package init(
            measuredAt: String? = nil, bloodPressure: CheckInRequest.BloodPressure? = nil, pulse: Int? = nil
        ) {
            self.measuredAt = measuredAt
            self.bloodPressure = bloodPressure
            self.pulse = pulse
        }
    }

    package init(readings: [Reading]) { self.readings = readings }
}

/// Measurements as they are kept, and what follows from the last one.
package struct VitalsAnswer: Codable, Sendable {
    package var readings: [VitalsRequest.Reading]
    /// What titration said after it; absent in lists, and before the first day.
    package var consequence: DecisionAnswer?
    package var crisis: CrisisResources?

    package init(
        readings: [VitalsRequest.Reading], consequence: DecisionAnswer?, crisis: CrisisResources?
    ) {
        self.readings = readings
        self.consequence = consequence
        self.crisis = crisis
    }
}
