import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

/// A patient is to be reached, and to sign in, at another e-mail or telephone.
///
///     pending ── right code ────────────────▶ done        way `code`: sent to the new address
///        ├────── a second person agrees ────▶ done        way `recovery`: both old addresses are lost
///        ├────── a second person refuses ───▶ refused
///        ├────── asked for anew ────────────▶ replaced
///        └────── time over: nothing works any more
///
/// An address that is another patient's gets no code and the same answer, so that nobody learns whose it is.
package struct ContactChange: Sendable {
    package let id: ID<ContactChange>
    package let patient: UUID
    package let address: SignInAddress
    package let way: Way
    package let expiresAt: Instant
    /// Who asked, where it is one of the care team.
    package let requester: UUID?
    let codeHash: Data?
    private(set) var wrongTries: Int
    package private(set) var state: State

    /// How it is proven.
    package enum Way: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case code, recovery
    }

    /// The column `state`; a CHECK holds the same words.
    package enum State: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case pending, done, refused, replaced
    }

    init(
        id: ID<ContactChange>, patient: UUID, address: SignInAddress, way: Way, expiresAt: Instant,
        requester: UUID?, codeHash: Data?, wrongTries: Int, state: State
    ) {
        self.id = id
        self.patient = patient
        self.address = address
        self.way = way
        self.expiresAt = expiresAt
        self.requester = requester
        self.codeHash = codeHash
        self.wrongTries = wrongTries
        self.state = state
    }

    /// Somebody presents the code that was sent to the new address. A wrong one is counted, a right one works once.
    package mutating func present(_ code: String, keyring: Keyring, now: Instant) throws(AccessRefusal) {
        guard state == .pending, way == .code, now < expiresAt else { throw .codeExpired }
        guard wrongTries < SignInCode.triesAllowed else { throw .tooManyTries }
        let presented = Self.hash(of: code, for: id, keyring: keyring)
        guard let codeHash, isSameSecret(codeHash, presented) else {
            wrongTries += 1
            throw .codeWrong
        }
        state = .done
    }

    /// The second person has looked at what the first one compared. Hearing it twice changes nothing.
    ///
    /// - Returns: whether it took effect now.
    package mutating func decide(
        _ agreed: Bool, by colleague: UUID, now: Instant
    ) throws(ContactRefusal) -> Bool {
        let wanted: State = agreed ? .done : .refused
        switch state {
        case .pending:
            guard way == .recovery else { throw .notForRecovery }
            guard colleague != requester else { throw .secondPersonRequired }
            guard now < expiresAt else { throw .expired }
            state = wanted
            return true
        case .done, .refused:
            guard state == wanted else { throw .decided }
            return false
        case .replaced: throw .decided
        }
    }

    /// What is stored of a code: the hash holds the change too, so that a code works for nothing else.
    static func hash(of code: String, for id: ID<ContactChange>, keyring: Keyring) -> Data {
        keyring.keyedHash(Data(id.description.utf8) + Data(code.utf8), for: "contact_change")
    }
}

/// Why an address did not change, beside what a code itself can be.
package enum ContactRefusal: Refusing, CaseIterable {
    /// It is how the patient is reached already.
    case unchanged
    /// Another patient signs in with it.
    case taken
    /// The navigator compared too little, or something that is not on the list.
    case checklistIncomplete
    case secondPersonRequired
    case expired
    case decided
    /// It is proven by a code, not by people.
    case notForRecovery
    /// A code went out less than a minute ago.
    case tooSoon

    package var code: String {
        switch self {
        case .unchanged: "contact_unchanged"
        case .taken: "contact_taken"
        case .checklistIncomplete: "identity_checklist_incomplete"
        case .secondPersonRequired: "second_person_required"
        case .expired: "contact_change_expired"
        case .decided: "contact_change_decided"
        case .notForRecovery: "contact_change_not_for_recovery"
        case .tooSoon: "contact_change_too_soon"
        }
    }
}
