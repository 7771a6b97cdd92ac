/// How the weeks went, by day: `GET /v1/me/progress`, and for the care team `GET /v1/staff/patients/{patient}/progress`.
package struct ProgressAnswer: Codable, Sendable {
    /// One date of the treatment, in the patient's zone.
    package struct Day: Codable, Sendable {
        package var date: String
        package var cycle: Int
        /// 1 on the cycle's first day.
        package var cycleDay: Int
        /// The dose in force.
        package var doseMg: Int
        /// `take`, `skip`, `pause`.
        package var permission: String
        /// No dose date of a plan of every n days.
        package var isOff: Bool
        /// A dose date without medicine.
        package var isGap: Bool
        /// `none`, `planned`, `part`, `more`; absent without a check-in.
        package var taken: String?
        package var takenMg: Int?
        package var isLate: Bool?
        /// The highest grade of all effects, 0 to 3.
        package var worst: Int?
        /// Each effect that was answered.
        package var effects: [String: Int]?
        package var mood: Int?
        package var benefit: String?
        package var wish: String?
        /// The highest of the date.
        package var systolic: Int?
        package var diastolic: Int?
        package var pulse: Int?

        package init(
            date: String, cycle: Int, cycleDay: Int, doseMg: Int, permission: String, isOff: Bool,
            isGap: Bool,
            taken: String?, takenMg: Int?, isLate: Bool?, worst: Int?, effects: [String: Int]?, mood: Int?,
            benefit: String?, wish: String?, systolic: Int?, diastolic: Int?, pulse: Int?
        ) {
            self.date = date
            self.cycle = cycle
            self.cycleDay = cycleDay
            self.doseMg = doseMg
            self.permission = permission
            self.isOff = isOff
            self.isGap = isGap
            self.taken = taken
            self.takenMg = takenMg
            self.isLate = isLate
            self.worst = worst
            self.effects = effects
            self.mood = mood
            self.benefit = benefit
            self.wish = wish
            self.systolic = systolic
            self.diastolic = diastolic
            self.pulse = pulse
        }
    }

    /// A total of an instrument.
    package struct Score: Codable, Sendable {
        /// `phq9`, `gad7`, `pcl5`.
        package var instrument: String
        package var date: String
        package var total: Int
        /// The intake's, by which the others are read.
        package var isBaseline: Bool

        package init(instrument: String, date: String, total: Int, isBaseline: Bool) {
            self.instrument = instrument
            self.date = date
            self.total = total
            self.isBaseline = isBaseline
        }
    }

    /// Today in the patient's zone.
    package var date: String
    package var days: [Day]
    package var scores: [Score]

    package init(date: String, days: [Day], scores: [Score]) {
        self.date = date
        self.days = days
        self.scores = scores
    }
}
