/// Every number that titration uses: the section `titration` of a protocol's file, whose `sources` say where each is
/// from; a constant object, since every rule reads it on every date. Grades are those of `Effect`, pressures mmHg, pulses beats a minute.
package final class TitrationNumbers: Sendable, Decodable {
    /// How many dates back any rule looks.
    package let lookBackDays: Int
    /// How many dates back a report may be filled in.
    package let lateDates: Int
    /// How long an offer stands.
    package let offerHours: Int
    package let overdose: Overdose
    package let selfHarm: SelfHarm
    package let pressurePause: Pressure
    package let pressureSkip: PressureSkip
    package let severeGrade: Int
    package let urinary: Urinary
    package let repeatedEffect: RepeatedEffect
    /// T12: a grade that holds the dose.
    package let holdingGrade: Int
    package let missed: Missed
    package let sedatives: Sedatives
    package let reports: Reports
    package let benefit: Benefit
    package let worse: Worse
    package let noBenefit: NoBenefit
    package let newProduct: NewProduct
    package let travel: Travel
    package let reading: ReadingNeed
    /// Eligibility rules under which no rise is automatic (T18).
    package let agreementRules: Set<String>
    package let resume: Resume
    package let patientPauseDays: Int
    package let silenceDays: Int
    /// Days of the first cycle on which the navigator calls.
    package let callDays: Set<Int>
    package let taperDoseDates: Int

    /// T0.
    package struct Overdose: Sendable, Decodable {
        package let noIncreaseDays: Int
        /// So many times the dose pauses.
        package let pauseAtMultiple: Int
    }

    /// T1.
    package struct SelfHarm: Sendable, Decodable {
        /// How long the ASQ may wait.
        package let asqMinutes: Int
        /// Item 9 holds from here on, and above its baseline.
        package let item9: Int
    }

    /// T2: from here on.
    package struct Pressure: Sendable, Decodable {
        package let systolic: Int
        package let diastolic: Int
    }

    /// T5: from the first three on, below the others.
    package struct PressureSkip: Sendable, Decodable {
        package let systolic: Int
        package let diastolic: Int
        package let pulse: Int
        package let lowSystolic: Int
        package let lowPulse: Int
        package let skipsToPause: Int
    }

    /// T6.
    package struct Urinary: Sendable, Decodable {
        package let grade: Int
        package let mildGrade: Int
        package let mildDates: Int
        package let withinDays: Int
        package let noIncreaseDays: Int
    }

    /// T7.
    package struct RepeatedEffect: Sendable, Decodable {
        package let grade: Int
        package let withinDays: Int
    }

    /// T9 and T8.
    package struct Missed: Sendable, Decodable {
        package let stepDates: Int
        package let startDates: Int
    }

    /// T10.
    package struct Sedatives: Sendable, Decodable {
        package let noIncreaseDays: Int
        package let times: Int
        package let withinDays: Int
    }

    /// T13.
    package struct Reports: Sendable, Decodable {
        package let withinHours: Int
        package let atDose: Int
    }

    /// T15, by indication.
    package struct Benefit: Sendable, Decodable {
        package let times: Int
        package let ofLast: Int
        package let percentDown: Int
        package let spacingAfterDays: Int
        package let instruments: [String: Instrument]

        package struct Instrument: Sendable, Decodable {
            package let name: Name
            package let baselineAtLeast: Int
            package let lowestBandBelow: Int

            package enum Name: String, Sendable, Decodable { case phq9, gad7, pcl5 }
        }
    }

    /// T20.
    package struct Worse: Sendable, Decodable {
        package let phq9Points: Int
    }

    /// T21.
    package struct NoBenefit: Sendable, Decodable {
        package let days: Int
        package let atMaximum: Int
    }

    /// Lozenges of another pharmacy or formulation.
    package struct NewProduct: Sendable, Decodable {
        package let noIncreaseDays: Int
    }

    /// Two doses after the patient's clock has gone on or back.
    package struct Travel: Sendable, Decodable {
        package let hoursBetweenDoses: Int
    }

    /// T23: below these.
    package struct ReadingNeed: Sendable, Decodable {
        package let systolic: Int
        package let diastolic: Int
        package let withinDays: Int
        package let aboveMg: Int
        package let eligibilityRules: Set<String>
    }

    /// How a pause may end.
    package struct Resume: Sendable, Decodable {
        /// After more paused dates than these it goes on one step lower.
        package let lowerAfterPausedDates: Int
        package let lowerAfterRules: Set<String>
        package let readingAfterRules: Set<String>
        package let systolic: Int
        package let diastolic: Int
        package let withinHours: Int
        package let aheadDays: Int
    }
}
