import Clinic
import Clocks
import Foundation

extension Consult {
    /// Where a visit stands, with what is true there and nowhere else.
    package enum State: Sendable, Equatable {
        /// Until then nobody else can have the time.
        case held(until: Instant)
        case booked
        case checkedIn(at: Instant)
        case inProgress(Opening)
        case completed(Opening, Outcome)
        case expired
        /// Late: within the notice that the clinic asks for.
        case cancelled(isLate: Bool)
        case rescheduled(to: ID<Consult>)
        case noShow(Party)
        case techFailed

        /// The column `state`; a CHECK holds the same words.
        package enum Name: String, Sendable, CaseIterable {
            case held, booked, checkedIn, inProgress, completed, expired, cancelled, rescheduled, noShow,
                techFailed

            /// Whether the visit takes up its time: what the exclusion constraints call active.
            package var isActive: Bool {
                switch self {
                case .held, .booked, .checkedIn, .inProgress: true
                case .completed, .expired, .cancelled, .rescheduled, .noShow, .techFailed: false
                }
            }
        }

        package var name: Name {
            switch self {
            case .held: .held
            case .booked: .booked
            case .checkedIn: .checkedIn
            case .inProgress: .inProgress
            case .completed: .completed
            case .expired: .expired
            case .cancelled: .cancelled
            case .rescheduled: .rescheduled
            case .noShow: .noShow
            case .techFailed: .techFailed
            }
        }
    }

    /// What is attested at the start: without both there is no visit.
    package struct Opening: Sendable, Hashable {
        package let identity: Identity
        /// Where the patient says that they are.
        package let place: StateCode

        package init(identity: Identity, place: StateCode) {
            self.identity = identity
            self.place = place
        }
    }

    /// How the prescriber made sure of who is on the screen.
    package enum Identity: String, Sendable, CaseIterable {
        case photoId, knownToPrescriber, twoIdentifiers
    }

    /// What a visit led to; declined is not cancelled.
    package enum Outcome: String, Sendable, CaseIterable {
        /// A prescription is to be prepared.
        case approved
        /// This treatment is not prescribed, with the reason.
        case declined
        /// Something is missing, and what.
        case needsInformation
        /// Another visit is wanted, and when.
        case followUp

        /// Whether the prescriber must say why, what or when.
        package var asksForDetail: Bool {
            switch self {
            case .approved: false
            case .declined, .needsInformation, .followUp: true
            }
        }
    }

    /// One of the two whom a visit needs.
    package enum Party: String, Sendable, CaseIterable {
        case patient, prescriber
    }

    /// How it is held; the program's visits are by video.
    package enum Modality: String, Sendable, CaseIterable {
        case video, inPerson
    }
}
