import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Safety
import Treatments

/// Where somebody stands on the path: what each stage has to say of them, read at one moment.
package struct PathPosition: Sendable, Equatable {
    /// What became of the screening.
    package var standing: Standing
    package var intake: Intake
    /// What the rules say of the intake in force; `nil` before one was evaluated.
    package var eligibility: Eligibility?
    /// Required documents that are not signed in the version in force.
    package var unsigned: Int
    /// The visit under way, else the last one that was completed.
    package var visit: Visit?
    /// The prescription that counts, else the one being prepared.
    package var prescription: Prescription?
    /// The order of the latest fill, if it has not ended without medicine.
    package var order: Order?
    package var treatment: Treatment?
    /// When the care team's open work about this person is due, by its kind.
    package var due: [WorkItem.Kind: Instant]

    /// The long questionnaire.
    package enum Intake: Sendable, Equatable {
        case none
        /// A draft, begun by the patient, or because the care team asks for more.
        case draft(asked: Bool)
        case submitted
        /// Submitted and in force, with a draft that would change it.
        case amending
    }

    /// The current evaluation, and what is open of it.
    package struct Eligibility: Sendable, Equatable {
        package var outcome: EligibilityOutcome
        /// Rules whose letter of another clinician has not come.
        package var uncleared: Int
        /// Rules to which a prescriber said no.
        package var rejected: Int
    }

    /// A video visit.
    package struct Visit: Sendable, Equatable {
        package var id: UUID
        package var state: State
        package var startsAt: Instant
        /// Of one that is held.
        package var heldUntil: Instant?
        /// Of one that is completed.
        package var outcome: Outcome?

        package enum State: String, Sendable, CaseIterable {
            case held, booked, checkedIn, inProgress, completed
        }

        package enum Outcome: String, Sendable, CaseIterable {
            case approved, declined, needsInformation, followUp
        }
    }

    /// The legal permission, as far as a patient needs to know.
    package enum Prescription: Sendable, Equatable {
        case inPreparation, signed
    }

    /// An order at a pharmacy, with its parcel once there is one.
    package struct Order: Sendable, Equatable {
        package var isDispensed: Bool
        package var parcel: Parcel?
    }

    /// What carrier and patient say of a parcel.
    package struct Parcel: Sendable, Equatable {
        package var id: UUID
        package var phase: Phase
        package var receipt: Receipt?
        package var expected: LocalDate?

        /// The carrier's part, in three words.
        package enum Phase: String, Sendable, CaseIterable {
            case underWay, delivered, troubled
        }

        /// The patient's.
        package enum Receipt: String, Sendable, CaseIterable {
            case received, notReceived
        }
    }

    /// Treatment at home, before and after its first day, and when it has ended.
    package struct Treatment: Sendable, Equatable {
        package var arrivedAt: Instant
        /// Day 1; `nil` while none is chosen.
        package var firstDay: LocalDate?
        /// In which its days are counted; the patient's own where it is not said.
        package var zone: TimeZone?
        package var endedAt: Instant?
        package var hasLastScores = false
        /// The month that is under way.
        package var cycle: Cycle?
        /// Today has its check-in.
        package var isReported = false
        /// Today's thoughts of self-harm ask for the ASQ by then.
        package var asqDueAt: Instant?
        package var pause: Pause?
        /// A change of the dose that is on offer, or has not been read.
        package var change: Change?

        package struct Cycle: Sendable, Equatable {
            package var number: Int
            package var firstDay: LocalDate

            package init(number: Int, firstDay: LocalDate) {
                self.number = number
                self.firstDay = firstDay
            }
        }

        /// Whose pause it is: who ends it.
        package enum Pause: Sendable, Equatable { case own, careTeam }

        package struct Change: Sendable, Equatable {
            package var id: UUID
            package var isOffer: Bool
            package var isAcknowledged: Bool
            package var awaitsAgreement: Bool
            package var expiresAt: Instant?

            package init(
                id: UUID, isOffer: Bool, isAcknowledged: Bool = false, awaitsAgreement: Bool = false,
                expiresAt: Instant? = nil
            ) {
                self.id = id
                self.isOffer = isOffer
                self.isAcknowledged = isAcknowledged
                self.awaitsAgreement = awaitsAgreement
                self.expiresAt = expiresAt
            }
        }

        /// The review that is under way.
        package var review: Review?
        /// A supply that was decided can leave from this date.
        package var nextFillOn: LocalDate?
        /// What is at home is to be counted: another parcel came, or the treatment has ended.
        package var countFor: CountOccasion?

        /// A refill review that nobody has decided yet.
        package struct Review: Sendable, Equatable {
            package var isAnswered: Bool
            package var dueOn: LocalDate
            /// A visit is booked for it, or was held.
            package var hasVisit: Bool

            package init(isAnswered: Bool, dueOn: LocalDate, hasVisit: Bool) {
                self.isAnswered = isAnswered
                self.dueOn = dueOn
                self.hasVisit = hasVisit
            }
        }

        package init(arrivedAt: Instant, firstDay: LocalDate? = nil) {
            self.arrivedAt = arrivedAt
            self.firstDay = firstDay
        }
    }
}
