import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Safety

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

    /// Treatment at home, before and after its first day.
    package struct Treatment: Sendable, Equatable {
        package var arrivedAt: Instant
        /// Day 1; `nil` while none is chosen.
        package var firstDay: LocalDate?
    }
}
