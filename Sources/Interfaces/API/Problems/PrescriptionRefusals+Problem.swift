import Clinic
import Prescriptions
import StrictJSON

/// Refusals of prescriptions and fills. A closed gate is named by its id in `errors`, each with what to do about it.
extension Rejection {
    static func of(_ refusal: PrescriptionRefusal) -> Rejection {
        switch refusal {
        case .consultNotApproved: Rejection(.consultNotApproved)
        case .alreadyDrafted: Rejection(.prescriptionAlreadyDrafted)
        case .termsWrong(let faults): Rejection(.prescriptionTermsWrong, fields: faults.map(\.problem))
        case .protocolNotApproved: Rejection(.protocolNotApproved)
        case .protocolUnknown: Rejection(.protocolUnknown)
        case .notReady: Rejection(.prescriptionNotReady)
        case .voided: Rejection(.prescriptionVoid)
        case .alreadySigned: Rejection(.prescriptionAlreadySigned)
        case .notSigned: Rejection(.prescriptionNotSigned)
        case .notInForce: Rejection(.prescriptionNotInForce)
        case .cancelNotRequested: Rejection(.prescriptionCancelNotRequested)
        case .ended: Rejection(.prescriptionEnded)
        case .gatesClosed(let gates): Rejection(.gatesClosed, fields: gates.map(\.problem))
        case .codeWrong: Rejection(.totpWrong, at: "totp")
        case .codeUsed: Rejection(.secondFactorUsed, at: "totp")
        case .deliveryNotPossible: Rejection(.prescriptionDeliveryNotPossible)
        case .queryAhead: Rejection(.pdmpQueryAhead, at: "queriedAt")
        }
    }

    static func of(_ refusal: FillRefusal) -> Rejection {
        switch refusal {
        case .onHold: Rejection(.fillOnHold)
        case .notReleased: Rejection(.fillNotReleased)
        case .alreadyReleased: Rejection(.fillAlreadyReleased)
        case .notDispensed: Rejection(.fillNotDispensed)
        case .alreadyDispensed: Rejection(.fillAlreadyDispensed)
        case .ended: Rejection(.fillEnded)
        case .notAllowed: Rejection(.fillNotAllowed)
        }
    }
}

extension ClosedGate {
    /// The gate's id as the code, since that is what people speak of; the words say why and what to do.
    fileprivate var problem: JSONProblem {
        JSONProblem(.root, gate.rawValue, reason.words.en, es: reason.words.es, subject: reason.rawValue)
    }
}

extension PrescriptionTermFault {
    /// The field that is wrong, and why.
    fileprivate var problem: JSONProblem {
        JSONProblem(JSONPointer(tokens: [field]), rawValue, words.en, es: words.es)
    }

    private var field: String {
        switch self {
        case .lozengeImpossible: "pieces"
        case .strengthNotOfTheProtocol: "strengthMg"
        case .startNotRepresentable, .startAboveMaximum: "startMg"
        case .maximumNotRepresentable, .maximumAboveCeiling: "maximumMg"
        case .quantityOutOfRange: "quantity"
        case .refillsOutOfRange: "refills"
        }
    }

    private var words: Words {
        switch self {
        case .lozengeImpossible:
            Words(
                en: "A lozenge breaks into 1 piece, or 2 where a half is whole milligrams.",
                es: "Una pastilla se divide en 1 parte, o en 2 si la mitad son miligramos enteros.")
        case .strengthNotOfTheProtocol:
            Words(en: "The protocol has no such strength.", es: "El protocolo no tiene esa concentración.")
        case .startNotRepresentable:
            Words(
                en: "The start is a step of the ladder that whole lozenges or allowed pieces make.",
                es: "El inicio es un escalón que forman pastillas enteras o partes permitidas.")
        case .maximumNotRepresentable:
            Words(
                en: "The maximum is a step of the ladder that whole lozenges or allowed pieces make.",
                es: "El máximo es un escalón que forman pastillas enteras o partes permitidas.")
        case .startAboveMaximum:
            Words(en: "The start is at most the maximum.", es: "El inicio no supera el máximo.")
        case .maximumAboveCeiling:
            Words(
                en: "The maximum is at most the protocol's ceiling.",
                es: "El máximo no supera el tope del protocolo.")
        case .quantityOutOfRange:
            Words(
                en:
                    "The quantity is at least 30 days of the start dose and at most 30 days of the fastest path.",
                es:
                    "La cantidad es de al menos 30 días de la dosis inicial y como máximo 30 días de la vía más rápida."
            )
        case .refillsOutOfRange:
            Words(en: "Refills are 0 to 5.", es: "Las renovaciones son de 0 a 5.")
        }
    }
}
