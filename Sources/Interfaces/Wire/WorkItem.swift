/// One line of the care team's queue: `GET /v1/staff/queue`, ordered by due time.
package struct WorkItem: Codable, Sendable {
    package struct Person: Codable, Sendable {
        package var id: String
        package var handle: String
        package var name: String

        package init(id: String, handle: String, name: String) {
            self.id = id
            self.handle = handle
            self.name = name
        }
    }

    package struct Patient: Codable, Sendable {
        package var id: String
        package var handle: String
        package var name: String
        package var state: String
        package var timeZone: String

        package init(id: String, handle: String, name: String, state: String, timeZone: String) {
            self.id = id
            self.handle = handle
            self.name = name
            self.state = state
            self.timeZone = timeZone
        }
    }

    package var id: String
    /// `wi-q3f8k`.
    package var handle: String
    /// `screeningReview`, …
    package var kind: String
    /// What to do, in one line.
    package var title: String
    /// Why, with rule ids.
    package var reasons: [String]
    package var patient: Patient?
    package var due: String
    package var late: Bool
    /// `open`, `claimed`, `snoozed` or `resolved`.
    package var state: String
    package var owner: Person?
    /// Whose work it is while nobody has it in hand: `careNavigator`, `prescriber` or `medicalDirector`; the lead's, once
    /// it was not done in time.
    package var role: String?
    /// When it went to the lead.
    package var escalatedAt: String?
    /// When the owner's claim lapses unless they touch it.
    package var claimedUntil: String?
    package var snoozedUntil: String?
    package var outcome: String?
    /// The outcomes that `resolve` takes for this kind.
    package var outcomes: [String]
    /// What settles it, where `resolve` does not: the command, in words.
    package var settledBy: String?
    package var version: Int

    package init(
        id: String, handle: String, kind: String, title: String, reasons: [String], patient: Patient?,
        due: String,
        late: Bool, state: String, owner: Person?, role: String? = nil, escalatedAt: String? = nil,
        claimedUntil: String?, snoozedUntil: String?,
        outcome: String?,
        outcomes: [String], settledBy: String? = nil, version: Int
    ) {
        self.id = id
        self.handle = handle
        self.kind = kind
        self.title = title
        self.reasons = reasons
        self.patient = patient
        self.due = due
        self.late = late
        self.state = state
        self.owner = owner
        self.role = role
        self.escalatedAt = escalatedAt
        self.claimedUntil = claimedUntil
        self.snoozedUntil = snoozedUntil
        self.outcome = outcome
        self.outcomes = outcomes
        self.settledBy = settledBy
        self.version = version
    }
}

/// The queue's head line (`mine 3 · team 19 · late 1`) with one page of it.
package struct QueueAnswer: Codable, Sendable {
    package var mine: Int
    package var team: Int
    package var late: Int
    package var items: [WorkItem]
    package var nextCursor: String?

    package init(mine: Int, team: Int, late: Int, items: [WorkItem], nextCursor: String?) {
        self.mine = mine
        self.team = team
        self.late = late
        self.items = items
        self.nextCursor = nextCursor
    }
}

/// `POST /v1/staff/work-items/{id}/resolve`: one of the item's `outcomes`, with a note for the record.
package struct ResolveRequest: Codable, Sendable {
    package var outcome: String
    package var note: String

    package init(outcome: String, note: String) {
        self.outcome = outcome
        self.note = note
    }
}

/// `POST /v1/staff/work-items/{id}/snooze`: puts it off, at most to seven days from now, with the reason.
package struct SnoozeRequest: Codable, Sendable {
    package var until: String
    package var note: String

    package init(until: String, note: String) {
        self.until = until
        self.note = note
    }
}

/// `POST /v1/staff/work-items/{id}/hand-over`: gives it to a colleague, by id or handle.
package struct HandOverRequest: Codable, Sendable {
    package var to: String
    package var note: String

    package init(to: String, note: String) {
        self.to = to
        self.note = note
    }
}
