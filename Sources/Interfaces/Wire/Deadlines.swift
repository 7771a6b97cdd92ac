/// `GET /v1/staff/reports/deadlines`: how the care team kept its deadlines.
package struct DeadlineReportAnswer: Codable, Sendable {
    /// One deadline of one sort of thing.
    package struct Line: Codable, Sendable {
        /// `flagAcknowledged`, `flagClosed` or `workItem`.
        package var what: String
        /// A severity, or a kind of work.
        package var kind: String
        package var count: Int
        package var met: Int
        package var late: Int
        /// Not done, and still in time.
        package var waiting: Int
        /// From arising to done.
        package var medianMinutes: Int?

        package init(
            what: String, kind: String, count: Int, met: Int, late: Int, waiting: Int, medianMinutes: Int?
        ) {
            self.what = what
            self.kind = kind
            self.count = count
            self.met = met
            self.late = late
            self.waiting = waiting
            self.medianMinutes = medianMinutes
        }
    }

    /// One thing that was late, or is.
    package struct Late: Codable, Sendable {
        package var what: String
        package var kind: String
        package var handle: String
        package var due: String
        package var done: String?

        package init(what: String, kind: String, handle: String, due: String, done: String?) {
            self.what = what
            self.kind = kind
            self.handle = handle
            self.due = due
            self.done = done
        }
    }

    package var from: String
    package var to: String
    package var lines: [Line]
    /// The longest first, at most a hundred.
    package var late: [Late]

    package init(from: String, to: String, lines: [Line], late: [Late]) {
        self.from = from
        self.to = to
        self.lines = lines
        self.late = late
    }
}
