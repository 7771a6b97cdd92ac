/// What a run has behind it: kept after each step, so that a run which is killed goes on and does not begin again.
package struct CohortMemory: Codable, Sendable, Equatable {
    /// Steps of the clock that are done.
    var steps = 0
    /// One for each person, in the order of arrival.
    var outcomes: [PersonOutcome]
    var breaches: [Breach] = []
    /// What kept renewals back, by gate.
    var gates: [String: Int] = [:]
    /// Counted at the end.
    var daily: DailyTable?

    init(people: Int) { outcomes = Array(repeating: PersonOutcome(), count: people) }
}
