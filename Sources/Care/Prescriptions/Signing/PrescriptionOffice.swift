import Postgres

/// What this installation signs prescriptions with, and how they reach a pharmacy as legal documents.
package struct PrescriptionOffice: Sendable {
    package let key: PrescriptionSigningKey
    package let delivery: Delivery

    package init(key: PrescriptionSigningKey, delivery: Delivery) {
        self.key = key
        self.delivery = delivery
    }

    /// The way of the legal original. Today `sandbox` alone is carried out; a signature under another one is refused.
    /// A CHECK of the prescription table holds the same words.
    package enum Delivery: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        /// A certified outside system sends it; its message id and status are recorded.
        case certified
        /// The signed original goes by post; its tracking is kept.
        case paper
        /// Nowhere but to the stand-in pharmacy: never where people are treated.
        case sandbox
    }
}
