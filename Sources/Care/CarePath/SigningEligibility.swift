import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Prescriptions

extension CarePath {
    /// What the latest evaluation of the rules says, as the gate P6 asks it; `nil` if there was none.
    func signingEligibility(
        of patient: ID<Patient>, on connection: Connection
    ) throws -> SigningFacts.EligibilityFacts? {
        try eligibilityStanding(of: patient, on: connection).map(SigningFacts.EligibilityFacts.init)
    }
}

extension SigningFacts.EligibilityFacts {
    init(_ standing: EligibilityStanding) {
        self.init(
            evaluatedAt: standing.evaluatedAt,
            allows: standing.outcome != .incomplete && standing.outcome != .ineligible,
            unanswered: standing.unanswered, rejected: standing.rejected,
            areConsentsCurrent: standing.consentsCurrent)
    }
}
