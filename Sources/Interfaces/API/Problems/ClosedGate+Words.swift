import Clinic
import Prescriptions

extension ClosedGate.Reason {
    /// Why the gate is closed, and what opens it.
    var words: Words {
        switch self {
        case .notItsPrescriber:
            Words(
                en: "Only the prescriber on it signs it.",
                es: "Solo la firma el médico que figura en ella.")
        case .notLicensed:
            Words(
                en: "The prescriber has no licence today in the state attested at the visit.",
                es: "El médico no tiene hoy licencia en el estado declarado en la consulta.")
        case .notRegistered:
            Words(
                en: "No DEA registration of the prescriber is valid here today.",
                es: "Ningún registro de la DEA del médico es válido hoy aquí.")
        case .registrationWrong:
            Words(
                en: "The DEA number's check digit is wrong; correct the registration.",
                es: "El dígito de control del número de la DEA es incorrecto; corrija el registro.")
        case .consultNotCompleted:
            Words(
                en: "It needs a completed visit with approval.",
                es: "Requiere una consulta completada con aprobación.")
        case .consultOfAnother:
            Words(en: "The visit was another prescriber's.", es: "La consulta fue de otro médico.")
        case .noteMissing:
            Words(en: "The visit has no signed note.", es: "La consulta no tiene nota firmada.")
        case .notByVideo:
            Words(
                en: "The visit was not by video, which the legal basis asks for.",
                es: "La consulta no fue por video, como exige la base legal.")
        case .consultTooOld:
            Words(
                en: "The visit is too long ago; hold another.",
                es: "La consulta es demasiado antigua; haga otra.")
        case .identityMissing:
            Words(
                en: "Identity or place was not attested at the visit.",
                es: "No se confirmó la identidad o el lugar en la consulta.")
        case .pdmpMissing:
            Words(
                en: "Nobody recorded a query of the state's monitoring program: lozenge pdmp record.",
                es: "Nadie registró una consulta al programa de vigilancia del estado: lozenge pdmp record.")
        case .pdmpTooOld:
            Words(
                en: "The query of the state's monitoring program is too old; ask it again.",
                es: "La consulta al programa de vigilancia del estado es demasiado antigua; repítala.")
        case .basisNotInForce:
            Words(
                en: "Nothing can be issued on this legal basis today; choose another.",
                es: "Hoy no se puede emitir nada con esta base legal; elija otra.")
        case .eligibilityMissing:
            Words(en: "Eligibility was not evaluated.", es: "No se evaluó la elegibilidad.")
        case .eligibilityTooOld:
            Words(
                en: "Eligibility was evaluated too long ago; evaluate it again.",
                es: "La elegibilidad se evaluó hace demasiado tiempo; evalúela de nuevo.")
        case .notEligible:
            Words(
                en: "The rules say ineligible, or something they need is missing.",
                es: "Las reglas dicen que no es elegible, o falta algo que necesitan.")
        case .questionUnanswered:
            Words(
                en: "A rule waits for a clearance or a prescriber's written answer.",
                es: "Una regla espera una autorización o la respuesta escrita de un médico.")
        case .ruleNotAccepted:
            Words(en: "A prescriber did not accept a rule.", es: "Un médico no aceptó una regla.")
        case .consentsMissing:
            Words(
                en: "A consent is not signed in its version in force.",
                es: "Un consentimiento no está firmado en su versión vigente.")
        case .severeFlagOpen:
            Words(
                en: "A flag of severity 1 is open; close it first.",
                es: "Hay una alerta de gravedad 1 abierta; ciérrela antes.")
        case .termsOutOfProtocol:
            Words(
                en: "Doses, strength, refills or quantity are not what the protocol allows.",
                es: "Dosis, concentración, renovaciones o cantidad no son las que permite el protocolo.")
        case .startTooHigh:
            Words(
                en: "A first prescription starts lower.",
                es: "Una primera receta empieza con menos.")
        case .supervisedConsentMissing:
            Words(
                en: "A maximum this high needs a consent of its own.",
                es: "Un máximo tan alto requiere un consentimiento propio.")
        case .adultMissing:
            Words(
                en: "A maximum this high needs an adult beside the patient; say who.",
                es: "Un máximo tan alto requiere un adulto junto al paciente; indique quién.")
        case .anotherInForce:
            Words(
                en: "Another prescription of the drug is in force; cancel it, or draft one that replaces it.",
                es: "Otra receta del medicamento está vigente; cancélela o prepare una que la reemplace.")
        case .changedSinceReady:
            Words(
                en: "Something on it changed since it was marked ready; look again and mark it ready.",
                es: "Algo cambió desde que se marcó como lista; revísela y márquela de nuevo.")
        case .shipStateNotCovered:
            Words(
                en:
                    "It goes to another state than the attested one, which licence and pharmacy do not both cover.",
                es: "Va a otro estado que el declarado, y licencia y farmacia no cubren ambos.")
        }
    }
}
