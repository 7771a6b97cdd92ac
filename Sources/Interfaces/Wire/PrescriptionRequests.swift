/// Prepares a prescription after an approved visit.
package struct PrescriptionDraftRequest: Codable, Sendable {
    package var consultId: String

    package init(consultId: String) { self.consultId = consultId }
}

/// Changes a draft; what is absent stays.
package struct PrescriptionChangeRequest: Codable, Sendable {
    package var strengthMg: Int?
    package var pieces: Int?
    package var startMg: Int?
    package var maximumMg: Int?
    package var quantity: Int?
    package var refills: Int?
    package var standingOrder: Bool?
    package var legalBasis: String?
    package var directions: String?
    package var reasonForCompounding: String?
    /// Who will be beside the patient, where the maximum asks for an adult.
    package var adultPresent: String?

    package init() {}
}

/// A fresh code of the signer's authenticator.
package struct SignRequest: Codable, Sendable {
    package var totp: String

    package init(totp: String) { self.totp = totp }
}

/// Why something is ended.
package struct ReasonRequest: Codable, Sendable {
    package var reason: String

    package init(reason: String) { self.reason = reason }
}

/// Whether the pharmacy that holds a prescription lets go of it.
package struct CancelAnswerRequest: Codable, Sendable {
    package var acknowledged: Bool

    package init(acknowledged: Bool) { self.acknowledged = acknowledged }
}

/// What became of a look at a signed prescription.
package struct SignatureAnswer: Codable, Sendable {
    package struct Check: Codable, Sendable {
        /// `archive`, `hash`, `signature` or `record`.
        package var name: String
        package var ok: Bool
        /// Fields of the record that say something else than what was signed.
        package var differs: [String]

        package init(name: String, ok: Bool, differs: [String] = []) {
            self.name = name
            self.ok = ok
            self.differs = differs
        }
    }

    package var intact: Bool
    package var checks: [Check]

    package init(intact: Bool, checks: [Check]) {
        self.intact = intact
        self.checks = checks
    }
}

/// A look into a state's prescription monitoring program.
package struct MonitoringRequest: Codable, Sendable {
    package var state: String
    package var queriedAt: String
    package var reference: String
    package var finding: String

    package init(state: String, queriedAt: String, reference: String, finding: String) {
        self.state = state
        self.queriedAt = queriedAt
        self.reference = reference
        self.finding = finding
    }
}

/// The look, as it was recorded.
package struct MonitoringAnswer: Codable, Sendable {
    package var id: String
    package var state: String
    package var queriedAt: String

    package init(id: String, state: String, queriedAt: String) {
        self.id = id
        self.state = state
        self.queriedAt = queriedAt
    }
}

/// A protocol of this server, and who approved it.
package struct ProtocolAnswer: Codable, Sendable {
    package var slug: String
    package var version: Int
    package var title: String
    /// Of its file; what an approval names.
    package var sha256: String
    package var ladderMg: [Int]
    package var ceilingMg: Int
    package var approved: Bool
    package var approvedBy: String?
    package var approvedAt: String?

    package init(
        slug: String, version: Int, title: String, sha256: String, ladderMg: [Int], ceilingMg: Int,
        approved: Bool, approvedBy: String?, approvedAt: String?
    ) {
        self.slug = slug
        self.version = version
        self.title = title
        self.sha256 = sha256
        self.ladderMg = ladderMg
        self.ceilingMg = ceilingMg
        self.approved = approved
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
    }
}

/// A medical director's yes to what they read.
package struct ProtocolApprovalRequest: Codable, Sendable {
    package var version: Int
    package var sha256: String

    package init(version: Int, sha256: String) {
        self.version = version
        self.sha256 = sha256
    }
}
