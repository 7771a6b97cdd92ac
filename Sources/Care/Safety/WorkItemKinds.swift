import Clinic
import Clocks
import Foundation

extension WorkItem {
    /// What sort of thing there is to do.
    package enum Kind: String, Sendable, CaseIterable, CodingKeyRepresentable, Codable {
        /// A screening that needs a person's judgement before its owner may go on (program.md, Screening).
        case screeningReview
        /// A medicine that is not in the list: E19.
        case medicationUnknown
        /// A clearance was asked for and has not come yet.
        case clearanceDue
        /// An imported intake of nobody's yet speaks of self-harm: E15, E16.
        case importedConcern
        /// A rule leaves something to a prescriber, who answers in writing.
        case eligibilityQuestion
        /// The rules miss something that nobody but the patient or the care team can add.
        case eligibilityIncomplete
        /// A flag is open.
        case safetyFlag
        /// A visit ended without a decision: information is missing, or another visit is wanted.
        case consultFollowUp
        /// A visit ended with approval; the prescription is to be prepared and signed.
        case prescriptionDraft
        /// A fill is not released; the rules say why.
        case orderRelease
        /// Nobody knows whether a pharmacy has an order.
        case orderUnknown
        /// The pharmacy asks something before it goes on.
        case orderTriage
        /// A pharmacy will not fill an order.
        case orderEnded
        /// An order does not move.
        case orderLate
        /// A parcel has no label, or nobody knows whether one was bought.
        case labelProblem
        /// A parcel does not move.
        case shipmentLate
        /// A parcel came back, was lost, or cannot be delivered.
        case shipmentProblem
        /// A parcel was delivered and nobody's name was taken.
        case deliveryUnsigned
        /// A partner said something that is not understood.
        case webhookParked
        /// The parcel came two weeks ago and the first day is not chosen.
        case startNotChosen
        /// Two days without a check-in.
        case patientSilent
        /// A call of the first cycle, on day 3 or 5.
        case treatmentCall
        /// Eight days without a dose: T8.
        case missedDays
        /// A prescriber is to know what titration did, or could not do.
        case titrationNotice
        /// A rise waits for a prescriber's agreement.
        case doseAgreement
        /// A dose date has no medicine: T24.
        case outOfSupply
        /// The signed maximum is reached and more is wished: T16.
        case reviewSuggested
        /// A count of lozenges differs from the ledger.
        case countDiffers
        /// A medicine was begun or stopped during treatment; a prescriber answers: T11.
        case medicineQuestion
        /// A lower dose has not been read for four hours.
        case decreaseUnread
        /// A refill review is to be decided.
        case refillReview
        /// A date of the needed-by chain has passed.
        case refillAlarm
        /// A pharmacy has a prescription on file that is to end.
        case prescriptionCancel
        /// A patient has medicine of a recalled lot, or it is on its way: replace it, and have it sent back.
        case lotRecalled
        /// A parcel is lost, damaged or back: its pharmacy, whose loss report it is, is told within one business day.
        case pharmacyLoss
        /// Nobody is on call for some of the next days, or was when a flag called.
        case rotaGap
        /// A flag was not closed in time.
        case flagOverdue
        /// A treatment has ended: the last count, what is left, what comes after.
        case aftercare
        /// Somebody has moved: what of it a person must see to.
        case patientMoved
        /// A signed prescription no longer says what is true; its prescriber signs a new one.
        case prescriptionReplacement
        /// Somebody has lost both addresses; a second person decides.
        case contactRecovery
        /// Two records may be one person's.
        case duplicateSuspected
        /// Two records are to become one; a second person decides.
        case mergeApproval
        /// What a patient asks for, due on its legal date.
        case patientRequest
        /// A request was not answered on its last day.
        case requestLate
    }
}

/// For each kind of work: its line in the queue, the outcomes it can have, and how soon it is due. Data of
/// `Schema/protocols/work-items.json`, due times counted by the clinic's calendar.
package struct WorkItemKinds: Sendable {
    private let rules: [WorkItem.Kind: Rule]
    private let calendar: BusinessCalendar

    private struct Rule: Sendable, Decodable {
        let title: Words
        let outcomes: [String]
        /// What settles it instead, where it has no outcomes of its own.
        let settledBy: Words?
        let due: Due
        /// Whose work it is; the care navigators' where nothing is said.
        let role: Lead?

        /// One of: the close of a business day, so many minutes of opening hours, so many minutes by any clock.
        enum Due: Sendable, Decodable {
            case businessDays(Int)
            case businessMinutes(Int)
            case minutes(Int)

            private enum Keys: String, CodingKey, CaseIterable { case businessDays, businessMinutes, minutes }

            init(from decoder: any Decoder) throws {
                let box = try decoder.container(keyedBy: Keys.self)
                guard box.allKeys.count == 1, let key = box.allKeys.first else {
                    throw DecodingError.dataCorrupted(
                        .init(codingPath: box.codingPath, debugDescription: "due names one of its three ways")
                    )
                }
                let count = try box.decode(Int.self, forKey: key)
                self =
                    switch key {
                    case .businessDays: .businessDays(count)
                    case .businessMinutes: .businessMinutes(count)
                    case .minutes: .minutes(count)
                    }
            }
        }
    }

    /// Reads the file; a kind without an entry is refused, by name.
    package init(json: Data, calendar: BusinessCalendar) throws {
        rules = try JSONDecoder().decode([WorkItem.Kind: Rule].self, from: json)
        self.calendar = calendar
        if let missing = WorkItem.Kind.allCases.first(where: { rules[$0] == nil }) {
            throw WorkItemKindFault(kind: missing)
        }
        if let unclear = rules.first(where: { $1.outcomes.isEmpty != ($1.settledBy != nil) }) {
            throw WorkItemKindFault(kind: unclear.key)
        }
    }

    /// The line in the queue.
    package func title(of kind: WorkItem.Kind, reasons: [String], in language: Language) -> String {
        rules[kind]?.title.said(in: language, ["rules": reasons.joined(separator: ", ")]) ?? kind.rawValue
    }

    /// What `resolve` takes.
    package func outcomes(of kind: WorkItem.Kind) -> [String] { rules[kind]?.outcomes ?? [] }

    /// What settles an item that nobody resolves by itself: the command, in words.
    package func settledBy(_ kind: WorkItem.Kind) -> Words? { rules[kind]?.settledBy }

    /// Whose work it is first, by role.
    package func role(of kind: WorkItem.Kind) -> Lead { rules[kind]?.role ?? .careNavigator }

    /// The kinds of work that are a role's.
    package func kinds(of role: Lead) -> [WorkItem.Kind] {
        WorkItem.Kind.allCases.filter { self.role(of: $0) == role }
    }

    /// Whose work an item is that nobody has done in time: the medical director answers for all of it.
    package static let lead = Lead.medicalDirector

    /// The roles of the care team that have work of their own; the words are those of the roles.
    package enum Lead: String, Sendable, CaseIterable, Decodable {
        case careNavigator, prescriber, medicalDirector
    }

    /// By when an item that arises at `now` must be done.
    package func due(_ kind: WorkItem.Kind, arisingAt now: Instant) throws -> Instant {
        let due: Instant? =
            switch rules[kind]?.due {
            case .businessDays(let count)?: calendar.close(ofBusinessDay: count, after: now)
            case .businessMinutes(let count)?: calendar.moment(after: count, openSince: now)
            case .minutes(let count)?: now + .seconds(count * 60)
            case nil: nil
            }
        guard let due else { throw WorkItemKindFault(kind: kind) }
        return due
    }
}

/// A kind of work has no entry in the data, neither outcomes nor what settles it, or the calendar never opens to do it.
package struct WorkItemKindFault: Error {
    package let kind: WorkItem.Kind
}
