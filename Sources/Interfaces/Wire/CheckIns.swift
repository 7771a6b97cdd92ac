/// `POST /v1/me/check-ins`, and `PUT /v1/me/check-ins/{date}`: what a patient says of one date. What is left out was
/// not answered.
package struct CheckInRequest: Codable, Sendable {
    /// The date that is reported, in the patient's zone; `PUT` has it in its path.
    package var date: String?
    /// `none`, `planned`, `part`, `more`; the last two with `takenMg`.
    package var taken: String
    package var takenMg: Int?
    /// When it was taken.
    package var takenAt: String?
    /// `{"nausea": 1}`, each 0 none, 1 mild, 2 moderate, 3 severe.
    package var effects: [String: Int]?
    /// 0 to 10.
    package var mood: Int?
    package var anxiety: Int?
    package var energy: Int?
    package var sleep: Int?
    /// `worse`, `none`, `some`, `clear`.
    package var benefit: String?
    /// `less`, `same`, `more`.
    package var wish: String?
    /// Alcohol or a sedative on that date.
    package var sedative: Bool?
    package var bloodPressure: BloodPressure?
    package var pulse: Int?
    /// Thoughts of self-harm; yes asks the ASQ at once.
    package var selfHarm: Bool?
    package var asq: SuicideScreenAnswers?
    /// `chestPain`, `bloodInUrine`, …
    package var warnings: [String]?
    /// The nine items, 0 to 3, and the seven.
    package var phq9: [Int]?
    package var gad7: [Int]?
    package var note: String?

    package struct BloodPressure: Codable, Sendable {
        package var systolic: Int
        package var diastolic: Int

        package init(systolic: Int, diastolic: Int) {
            self.systolic = systolic
            self.diastolic = diastolic
        }
    }

    /// The Ask Suicide-Screening Questions (NIMH, public domain), each `yes`, `no` or `refused`; the last is asked if any
    /// other is not `no`.
    package struct SuicideScreenAnswers: Codable, Sendable {
        package var wishedDead: String
        package var betterOffDead: String
        package var thoughtsOfKilling: String
        package var everTried: String
        package var rightNow: String?

        package init(
            wishedDead: String, betterOffDead: String, thoughtsOfKilling: String, everTried: String,
            rightNow: String? = nil
        ) {
            self.wishedDead = wishedDead
            self.betterOffDead = betterOffDead
            self.thoughtsOfKilling = thoughtsOfKilling
            self.everTried = everTried
            self.rightNow = rightNow
        }
    }

    package init(date: String? = nil, taken: String, takenMg: Int? = nil) {
        self.date = date
        self.taken = taken
        self.takenMg = takenMg
    }
}

/// A check-in as it counts, and what follows from it, at once.
package struct CheckInAnswer: Codable, Sendable {
    package var id: String
    package var date: String
    /// 1 for the first; each amendment counts.
    package var version: Int
    package var isLate: Bool
    package var taken: String
    package var takenMg: Int
    package var plannedMg: Int
    package var effects: [String: Int]
    package var mood: Int?
    package var anxiety: Int?
    package var energy: Int?
    package var sleep: Int?
    package var benefit: String?
    package var wish: String?
    package var selfHarm: Bool?
    package var asq: String?
    package var warnings: [String]
    package var reportedAt: String
    /// What titration said after it; in lists, absent.
    package var consequence: DecisionAnswer?
    /// Until when the ASQ waits for its answers.
    package var asqDueBy: String?
    /// With every answer that speaks of self-harm or of danger.
    package var crisis: CrisisResources?

    package init(
        id: String, date: String, version: Int, isLate: Bool, taken: String, takenMg: Int, plannedMg: Int,
        effects: [String: Int], mood: Int?, anxiety: Int?, energy: Int?, sleep: Int?, benefit: String?,
        wish: String?, selfHarm: Bool?, asq: String?, warnings: [String], reportedAt: String,
        consequence: DecisionAnswer?, asqDueBy: String?, crisis: CrisisResources?
    ) {
        self.id = id
        self.date = date
        self.version = version
        self.isLate = isLate
        self.taken = taken
        self.takenMg = takenMg
        self.plannedMg = plannedMg
        self.effects = effects
        self.mood = mood
        self.anxiety = anxiety
        self.energy = energy
        self.sleep = sleep
        self.benefit = benefit
        self.wish = wish
        self.selfHarm = selfHarm
        self.asq = asq
        self.warnings = warnings
        self.reportedAt = reportedAt
        self.consequence = consequence
        self.asqDueBy = asqDueBy
        self.crisis = crisis
    }
}

/// A change of the dose: a rise on offer, or what is in force and waits to be read.
package struct DoseChangeAnswer: Codable, Sendable {
    package var id: String
    /// `increase`, `decrease`, `set`, `resume`.
    package var kind: String
    /// `offered`, `inForce`, `withdrawn`, `expired`.
    package var state: String
    package var fromMg: Int
    package var toMg: Int
    package var label: String
    package var firstDate: String
    package var rules: [String]
    package var needsAgreement: Bool
    package var isAgreed: Bool
    package var isAcknowledged: Bool
    package var expiresAt: String?
    package var words: String

    package init(
        id: String, kind: String, state: String, fromMg: Int, toMg: Int, label: String, firstDate: String,
        rules: [String], needsAgreement: Bool, isAgreed: Bool, isAcknowledged: Bool, expiresAt: String?,
        words: String
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.fromMg = fromMg
        self.toMg = toMg
        self.label = label
        self.firstDate = firstDate
        self.rules = rules
        self.needsAgreement = needsAgreement
        self.isAgreed = isAgreed
        self.isAcknowledged = isAcknowledged
        self.expiresAt = expiresAt
        self.words = words
    }
}
