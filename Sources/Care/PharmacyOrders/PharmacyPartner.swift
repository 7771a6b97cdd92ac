import Clinic
import Clocks
import Foundation

/// A pharmacy's interface, whatever it speaks. Called by jobs, never inside a transaction.
package protocol PharmacyPartner: Sendable {
    /// Hands an order over. Our order's id is its reference; nothing may be repeated by courtesy of a library.
    func submit(_ form: OrderForm) async -> SubmissionAnswer
    /// Asks whether it has an order with our reference.
    func find(_ order: ID<PharmacyOrder>) async -> FindAnswer
    /// Asks it to stop. Asking twice is asking once.
    func cancel(_ order: ID<PharmacyOrder>, reference: String) async -> CancelAnswer
}

/// What a pharmacy says when it is asked about an order.
package enum FindAnswer: Sendable, Hashable {
    case found(reference: String)
    case notFound
    /// It cannot be asked by machine.
    case cannotBeAsked
    /// It does not answer now.
    case notNow
}

/// What it says when it is asked to stop.
package enum CancelAnswer: Sendable, Hashable {
    case cancelled
    case refused
    /// It does not answer now; asking again is safe.
    case notNow
}

/// How one pharmacy is reached.
package struct PharmacyAddress: Sendable {
    package let slug: String
    package let access: Pharmacy.Interface
    package let credentials: Pharmacy.Credentials

    package init(slug: String, access: Pharmacy.Interface, credentials: Pharmacy.Credentials) {
        self.slug = slug
        self.access = access
        self.credentials = credentials
    }
}

/// From a pharmacy's row to somebody who speaks with it; the server puts one in.
package struct PharmacyDirectory: Sendable {
    /// `nil` for a form that this installation does not speak.
    package let partner: @Sendable (PharmacyAddress) -> (any PharmacyPartner)?

    package init(_ partner: @escaping @Sendable (PharmacyAddress) -> (any PharmacyPartner)?) {
        self.partner = partner
    }

    /// Speaks with nobody: orders wait.
    package static let none = PharmacyDirectory { _ in nil }
}
