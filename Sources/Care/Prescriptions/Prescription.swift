import Clinic
import Clocks
import Foundation
import Postgres

/// The legal permission: one drug, strength, dose range, quantity, refills; immutable once signed.
///
///     draft ◀── change ── ready ── sign ─▶ signed ── transmitted ─▶ transmitted ── dispensed ─▶ active
///       ├── markReady ──────▶ │              ▲   └─ transmissionFailed ─▶ transmissionFailed ─▶ transmitted
///       └── void ─▶ void ◀────┤              │
///                             └── sign ─▶ awaitingCancel (until the one that it replaces has ended)
///
///     signed … active ── requestCancel ─▶ cancelRequested ── cancelAcknowledged ─▶ cancelled | replaced
///                             ▲                 └── cancelRefused ─▶ cancelDenied
///                             └───────────────────────────────────────────┘
///     signed … active ── lastFillUsed ─▶ depleted        signed … active ── expire ─▶ expired
///
/// `void` is a draft that nobody will sign. Hearing an event twice changes nothing.
package struct Prescription: Sendable {
    package let id: ID<Prescription>
    package let patient: UUID
    package let prescriber: UUID
    package let consult: UUID
    /// `daily-low-dose|1`.
    package let dosingProtocol: String
    /// Where the medicine goes, and where the patient was at the visit.
    package let shipState: StateCode
    package let attestedState: StateCode
    /// The prescription that this one takes the place of.
    package let replaces: ID<Prescription>?
    package private(set) var terms: PrescriptionTerms
    package private(set) var state: State
    package private(set) var ready: ReadyMark?
    package private(set) var end: End?
    package private(set) var version: Int

    /// A CHECK of the prescription table holds the same words.
    package enum State: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case draft, ready, void
        case awaitingCancel, signed, transmitted, transmissionFailed, active
        case depleted, expired, cancelRequested, cancelDenied, cancelled, replaced

        /// Whether medicine may be filled on it.
        package var isInForce: Bool {
            switch self {
            case .signed, .transmitted, .transmissionFailed, .active: true
            case .draft, .ready, .void, .awaitingCancel, .depleted, .expired, .cancelRequested, .cancelDenied,
                .cancelled, .replaced:
                false
            }
        }
    }

    /// Who found it ready to be signed, and the SHA-256 of what they saw.
    package struct ReadyMark: Sendable, Hashable {
        package let by: String
        package let at: Instant
        package let sha256: Data

        package init(by: String, at: Instant, sha256: Data) {
            self.by = by
            self.at = at
            self.sha256 = sha256
        }
    }

    /// How it ended, or why it is to end.
    package struct End: Sendable, Hashable {
        package let by: String
        package let at: Instant
        package let reason: String

        package init(by: String, at: Instant, reason: String) {
            self.by = by
            self.at = at
            self.reason = reason
        }
    }

    package init(
        id: ID<Prescription>, patient: UUID, prescriber: UUID, consult: UUID, dosingProtocol: String,
        shipState: StateCode, attestedState: StateCode, replaces: ID<Prescription>?, terms: PrescriptionTerms,
        state: State = .draft, ready: ReadyMark? = nil, end: End? = nil, version: Int = 1
    ) {
        self.id = id
        self.patient = patient
        self.prescriber = prescriber
        self.consult = consult
        self.dosingProtocol = dosingProtocol
        self.shipState = shipState
        self.attestedState = attestedState
        self.replaces = replaces
        self.terms = terms
        self.state = state
        self.ready = ready
        self.end = end
        self.version = version
    }

    mutating func become(_ next: State) -> Change {
        state = next
        version += 1
        return .changed
    }

    mutating func set(_ terms: PrescriptionTerms, ready: ReadyMark?) {
        self.terms = terms
        self.ready = ready
    }

    mutating func set(_ end: End) { self.end = end }

    /// Whether an event did something; hearing it again does nothing.
    package enum Change: Sendable { case changed, none }
}
