import Clinic
import Clocks
import Foundation

/// What a patient asks of the clinic, which the law or the clinic itself dates.
///
///     open ── extend (once, in writing, where the rule has it) ─▶ open, due later
///       └──── resolve (in writing) ──────────────────────────────▶ resolved
package struct PatientRequest: Sendable {
    package let id: ID<PatientRequest>
    package let patient: ID<Patient>
    package let kind: Kind
    /// The rule as it was named when the request came.
    package let basis: String
    package let receivedAt: Instant
    package let dueOn: LocalDate
    package private(set) var extendedTo: LocalDate?
    package private(set) var state: State
    package private(set) var version: Int

    /// The column `kind`; a CHECK holds the same words.
    package enum Kind: String, Sendable, CaseIterable, CodingKeyRepresentable, Codable {
        /// A copy of the records.
        case records
        /// A change of what is in them.
        case amendment
        /// To whom anything was disclosed.
        case accounting
        case complaint
        case refund
        /// The end of the account.
        case closing
    }

    package enum State: Sendable, Equatable {
        case open
        case resolved(Outcome)
    }

    /// The column `outcome`; a CHECK holds the same words.
    package enum Outcome: String, Sendable, CaseIterable, Codable {
        case fulfilled, denied
        /// Given to who decides it: money is outside the program.
        case passedOn
        case withdrawn
    }

    package init(
        id: ID<PatientRequest>, patient: ID<Patient>, kind: Kind, basis: String, receivedAt: Instant,
        dueOn: LocalDate, extendedTo: LocalDate?, state: State, version: Int
    ) {
        self.id = id
        self.patient = patient
        self.kind = kind
        self.basis = basis
        self.receivedAt = receivedAt
        self.dueOn = dueOn
        self.extendedTo = extendedTo
        self.state = state
        self.version = version
    }

    /// A request that came now.
    package init(
        _ kind: Kind, of patient: ID<Patient>, under rules: RequestRules, today: LocalDate, now: Instant
    ) {
        let rule = rules[kind]
        self.init(
            id: ID(at: now), patient: patient, kind: kind, basis: rule.basis, receivedAt: now,
            dueOn: today + rule.days, extendedTo: nil, state: .open, version: 1)
    }

    /// The day by which it is answered.
    package var lastDay: LocalDate { extendedTo ?? dueOn }

    /// More time is taken, once and before it is over; the patient gets the reason in writing.
    package mutating func extend(under rules: RequestRules, today: LocalDate) throws(RequestRefusal) {
        guard state == .open else { throw .resolved }
        guard let days = rules[kind].extensionDays else { throw .notExtendable }
        guard extendedTo == nil else { throw .extendedAlready }
        guard today <= dueOn else { throw .late }
        extendedTo = dueOn + days
        version += 1
    }

    /// It is answered, in writing. The same answer twice changes nothing.
    ///
    /// - Returns: whether it took effect now.
    package mutating func resolve(
        as outcome: Outcome, under rules: RequestRules
    ) throws(RequestRefusal) -> Bool {
        guard rules[kind].outcomes.contains(outcome) else { throw .outcomeUnfit }
        switch state {
        case .resolved(let before):
            guard before == outcome else { throw .resolved }
            return false
        case .open:
            state = .resolved(outcome)
            version += 1
            return true
        }
    }
}

/// By when what is asked for is answered, and how: `Schema/legal/requests.json`, with its sources.
package struct RequestRules: Sendable {
    private let kinds: [PatientRequest.Kind: Rule]

    package struct Rule: Sendable, Hashable, Decodable {
        /// Calendar days from the one on which it came.
        package let days: Int
        /// `nil` where there is no extension.
        package let extensionDays: Int?
        package let basis: String
        package let source: String
        package let outcomes: [PatientRequest.Outcome]
    }

    private struct File: Decodable { let kinds: [PatientRequest.Kind: Rule] }

    /// Reads the file; a kind without a rule, or with a time that cannot be kept, is refused, by name.
    package init(json: Data) throws {
        kinds = try JSONDecoder().decode(File.self, from: json).kinds
        let unclear = PatientRequest.Kind.allCases.first { kind in
            guard let rule = kinds[kind] else { return true }
            return rule.days < 1 || (rule.extensionDays ?? 1) < 1 || rule.outcomes.isEmpty
                || rule.basis.isEmpty || rule.source.isEmpty
        }
        if let unclear { throw CatalogFault(entry: unclear.rawValue) }
    }

    package subscript(kind: PatientRequest.Kind) -> Rule {
        guard let rule = kinds[kind] else { preconditionFailure("Rules without \(kind) do not load.") }
        return rule
    }
}

/// Why a request stays as it is.
package enum RequestRefusal: Refusing, CaseIterable {
    case resolved
    case notExtendable
    case extendedAlready
    /// The time is over.
    case late
    case outcomeUnfit
    /// The account is asked to be closed already.
    case closingAsked
    /// What still goes on keeps the account open.
    case closingBlocked

    package var code: String {
        switch self {
        case .resolved: "request_resolved"
        case .notExtendable: "request_not_extendable"
        case .extendedAlready: "request_extended_already"
        case .late: "request_late"
        case .outcomeUnfit: "request_outcome_unfit"
        case .closingAsked: "closing_asked"
        case .closingBlocked: "closing_blocked"
        }
    }
}
