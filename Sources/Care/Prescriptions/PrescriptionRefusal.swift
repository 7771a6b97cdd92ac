import Clinic

/// Why a prescription could not be drafted, changed, signed or ended.
package enum PrescriptionRefusal: Refusing, Hashable {
    /// The visit did not end with approval.
    case consultNotApproved
    /// The visit led to a prescription, or a draft of one, already.
    case alreadyDrafted
    case termsWrong([PrescriptionTermFault])
    /// No medical director approved the protocol in this version.
    case protocolNotApproved
    case protocolUnknown
    case notReady
    case voided
    case alreadySigned
    case notSigned
    case notInForce
    case cancelNotRequested
    /// It is depleted or expired: there is nothing to cancel.
    case ended
    /// At least one gate is closed; each with its reason.
    case gatesClosed([ClosedGate])
    /// The authenticator shows another code.
    case codeWrong
    /// This code, or a later one, was used already, or the second factor is locked for a while.
    case codeUsed
    /// The way in which the legal original is to reach the pharmacy is not carried out yet.
    case deliveryNotPossible
    /// The look into the monitoring program lies ahead.
    case queryAhead

    package var code: String {
        switch self {
        case .consultNotApproved: "consult_not_approved"
        case .alreadyDrafted: "prescription_already_drafted"
        case .termsWrong: "prescription_terms_wrong"
        case .protocolNotApproved: "protocol_not_approved"
        case .protocolUnknown: "protocol_unknown"
        case .notReady: "prescription_not_ready"
        case .voided: "prescription_void"
        case .alreadySigned: "prescription_already_signed"
        case .notSigned: "prescription_not_signed"
        case .notInForce: "prescription_not_in_force"
        case .cancelNotRequested: "prescription_cancel_not_requested"
        case .ended: "prescription_ended"
        case .gatesClosed: "gates_closed"
        case .codeWrong: "totp_wrong"
        case .codeUsed: "second_factor_used"
        case .deliveryNotPossible: "prescription_delivery_not_possible"
        case .queryAhead: "pdmp_query_ahead"
        }
    }
}
