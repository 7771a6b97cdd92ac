import Clinic
import Clocks
import Foundation

/// What a patient does next, waits for, looks forward to, and what stands in the way: codes here, words in
/// `next.json`.
///
/// A pure function of where somebody stands on the path, so that an app needs no rule of its own.
package struct NextSteps: Sendable, Equatable {
    package let stage: Stage
    package internal(set) var actions: [Action] = []
    package internal(set) var waitingFor: [Waiting] = []
    package internal(set) var upcoming: [Upcoming] = []
    package internal(set) var blocked: Block?
    /// Where in the month of treatment, which the stage's words say.
    package internal(set) var cycle: CycleDay?

    /// Day 12 of the first month.
    package struct CycleDay: Sendable, Equatable {
        package let number: Int
        package let day: Int

        package init(number: Int, day: Int) {
            self.number = number
            self.day = day
        }
    }

    /// Where on the path.
    package enum Stage: String, Sendable, CaseIterable {
        case welcome, screeningReview, declined, intake, eligibility, ineligible, consult, consultDeclined
        case prescription, pharmacy, parcel, treatmentStart, treatment, treatmentPaused, treatmentEnded
    }

    /// Something for the patient to do, with the call that does it.
    package struct Action: Sendable, Equatable {
        package let code: Code
        /// Whether the path stands still without it.
        package let isRequired: Bool
        package let due: Instant?
        /// `POST /v1/me/consents`.
        package let method: String
        package let href: String
        /// Of a visit to book, which one: `refillReview`.
        package var kind: String?

        package enum Code: String, Sendable, CaseIterable {
            case startIntake, continueIntake, signConsents, bookConsult, confirmConsult, consultCheckIn
            case confirmReceived, chooseFirstDay

            // Daily life.
            case answerAsq, acknowledgeDose, checkIn, resumeTreatment, lastScores

            // The next supply.
            case refillReview, countSupply
        }
    }

    /// What somebody else does meanwhile; `expected` is when it is due.
    package struct Waiting: Sendable, Equatable {
        package let code: Code
        package let expected: Expected?

        package enum Code: String, Sendable, CaseIterable {
            case screeningReview, eligibilityDecision, clearance, consult, consultFollowUp, prescription,
                pharmacy
            case parcel, parcelProblem

            // Daily life.
            case doseAgreement, pauseDecision

            // The next supply.
            case refillDecision, nextFill
        }

        /// A moment, or only a date.
        package enum Expected: Sendable, Equatable {
            case at(Instant)
            case on(LocalDate)
        }
    }

    /// What has its date.
    package struct Upcoming: Sendable, Equatable {
        package let code: Code
        /// In the patient's zone.
        package let on: LocalDate
        package let at: Instant?

        package enum Code: String, Sendable, CaseIterable {
            case consult, firstDay

            // Daily life.
            case refillReview
        }
    }

    /// Why the path ends here for now.
    package enum Block: String, Sendable, CaseIterable {
        case declined, ineligible, consultDeclined
    }

    /// Numbers of the program that the steps hang on.
    package struct Rules: Sendable {
        /// So long before a visit one may check in.
        let checkInLead: Duration
        /// So many days after the parcel came the first day is to be chosen.
        let chooseWithinDays: Int
        /// The day of the cycle on which its refill review is due.
        let reviewOnDay: Int

        package init(checkInLead: Duration, chooseWithinDays: Int, reviewOnDay: Int) {
            self.checkInLead = checkInLead
            self.chooseWithinDays = chooseWithinDays
            self.reviewOnDay = reviewOnDay
        }
    }

    /// Every sentence that can be needed, for the check of the file of words.
    package static var sentences: [String] {
        Stage.allCases.map { "stage.\($0.rawValue)" } + Waiting.Code.allCases.map { "waiting.\($0.rawValue)" }
            + Block.allCases.map { "blocked.\($0.rawValue)" }
            + Action.Code.allCases.flatMap { ["action.\($0.rawValue).title", "action.\($0.rawValue).why"] }
            + namedMonths.map { "month.\($0)" } + ["stage.treatmentLater"]
    }

    /// Months that have a name of their own: "your first month".
    package static let namedMonths = 1...12
}
