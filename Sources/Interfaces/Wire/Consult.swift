/// A visit: `GET /v1/me/consults/{id}`, `GET /v1/staff/consults/{id}`, and the answer to every change of one.
package struct ConsultAnswer: Codable, Sendable {
    package struct Prescriber: Codable, Sendable {
        package var id: String
        /// `Mei Lin, MD`.
        package var name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// Who comes; the care team's alone to read.
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

    /// The reader's way into the video room, while its door is open.
    package struct Room: Codable, Sendable {
        package var url: String
        /// A JWT in Jitsi's claims.
        package var token: String
        package var opensAt: String
        package var closesAt: String

        package init(url: String, token: String, opensAt: String, closesAt: String) {
            self.url = url
            self.token = token
            self.opensAt = opensAt
            self.closesAt = closesAt
        }
    }

    package var id: String
    /// `co-7k2mq`.
    package var handle: String
    /// `initial`, `refillReview` or `adHoc`.
    package var kind: String
    package var state: String
    package var prescriber: Prescriber
    package var patient: Patient?
    package var startsAt: String
    package var endsAt: String
    /// The start on the patient's wall, with its offset.
    package var local: String
    package var timeZone: String
    /// Until when a held time is kept.
    package var heldUntil: String?
    package var checkedInAt: String?
    package var startedAt: String?
    package var completedAt: String?
    package var identityConfirmed: String?
    package var attestedState: String?
    package var outcome: String?
    package var outcomeDetail: String?
    package var note: Note?
    package var addenda: [Addendum]
    /// `patient`, `staff` or `system`.
    package var endedBy: String?
    package var endReason: String?
    package var late: Bool?
    /// `patient` or `prescriber`.
    package var noShow: String?
    package var rescheduledTo: String?
    package var room: Room?
    package var version: Int

    package init(
        id: String, handle: String, kind: String, state: String, prescriber: Prescriber, patient: Patient?,
        startsAt: String, endsAt: String, local: String, timeZone: String, version: Int
    ) {
        self.id = id
        self.handle = handle
        self.kind = kind
        self.state = state
        self.prescriber = prescriber
        self.patient = patient
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.local = local
        self.timeZone = timeZone
        self.version = version
        addenda = []
    }

    /// What the prescriber signed.
    package struct Note: Codable, Sendable {
        package var icd10: [String]
        package var findings: String
        package var plan: String
        package var risksDiscussed: String
        package var signedAt: String

        package init(
            icd10: [String], findings: String, plan: String, risksDiscussed: String, signedAt: String
        ) {
            self.icd10 = icd10
            self.findings = findings
            self.plan = plan
            self.risksDiscussed = risksDiscussed
            self.signedAt = signedAt
        }
    }

    /// What was added to it.
    package struct Addendum: Codable, Sendable {
        package var text: String
        package var signedAt: String

        package init(text: String, signedAt: String) {
            self.text = text
            self.signedAt = signedAt
        }
    }
}

/// A time at which a patient may have a visit: an item of `GET /v1/me/consult-times`.
package struct ConsultTime: Codable, Sendable {
    package var prescriber: ConsultAnswer.Prescriber
    /// Whether the patient has seen this prescriber.
    package var known: Bool
    package var startsAt: String
    package var endsAt: String
    /// The start on the patient's wall, with its offset.
    package var local: String
    package var timeZone: String

    package init(
        prescriber: ConsultAnswer.Prescriber, known: Bool, startsAt: String, endsAt: String, local: String,
        timeZone: String
    ) {
        self.prescriber = prescriber
        self.known = known
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.local = local
        self.timeZone = timeZone
    }
}
