import Clinic
import RefillReviews
import StrictJSON

extension RenewalGate {
    /// Why the gate is closed, and what opens it.
    var words: Words {
        switch self {
        case .scores:
            Words(
                en:
                    "PHQ-9 and the urinary question are older than 7 days: ask the patient to answer the review.",
                es: "El PHQ-9 y la pregunta urinaria tienen más de 7 días: pida que responda la revisión.")
        case .consult:
            Words(
                en: "No completed video visit within 14 days.",
                es: "No hay consulta por video completada en 14 días.")
        case .monitoring:
            Words(
                en: "The state's monitoring program was not asked within its window: lozenge pdmp record.",
                es: "No se consultó el programa de vigilancia del estado en su plazo: lozenge pdmp record.")
        case .bloodPressure:
            Words(
                en: "No blood pressure within 30 days.",
                es: "No hay presión arterial en 30 días.")
        case .eligibility:
            Words(
                en: "Eligibility, run again, has something open: lozenge eligibility explain.",
                es: "La elegibilidad, evaluada de nuevo, tiene algo pendiente: lozenge eligibility explain.")
        case .severeFlag:
            Words(
                en: "A flag of severity 1 is open; close it first.",
                es: "Hay una alerta de gravedad 1 abierta; ciérrela antes.")
        case .countConcern:
            Words(
                en:
                    "A count, a loss or an early wish is not looked into yet: lozenge queue list --kind countDiffers.",
                es:
                    "Un conteo, una pérdida o un pedido temprano no se ha revisado: lozenge queue list --kind countDiffers."
            )
        case .justification:
            Words(
                en: "Every sixth review needs a written justification of going on.",
                es: "Cada sexta revisión requiere una justificación escrita para continuar.")
        case .refillLeft:
            Words(
                en: "No refill is left of a prescription in force: renewChanged writes a new one.",
                es: "No queda renovación de una receta vigente: renewChanged escribe una nueva.")
        case .lastFill:
            Words(
                en:
                    "The next supply would leave after the last fill date: renewChanged writes a new prescription.",
                es:
                    "El próximo suministro saldría después de la última fecha de surtido: renewChanged escribe una receta nueva."
            )
        case .legalBasis:
            Words(
                en: "The law that the prescription was issued under allows no fill on that date.",
                es: "La ley con que se emitió la receta no permite surtir en esa fecha.")
        case .underWay:
            Words(
                en:
                    "A changed prescription is signed and waits until the pharmacy lets go of this one: it brings the next supply.",
                es:
                    "Una receta distinta está firmada y espera que la farmacia suelte esta: con ella llega el próximo suministro."
            )
        case .newBasis:
            Words(
                en:
                    "Nothing new can be issued on this legal basis today; name another one that exists: legalBasis.",
                es:
                    "Hoy no se puede emitir nada nuevo con esta base legal; indique otra que exista: legalBasis."
            )
        }
    }
}

extension Rejection {
    static func of(_ refusal: RefillReviewRefusal) -> Rejection {
        switch refusal {
        case .notOpen: Rejection(.refillReviewNotOpen)
        case .alreadyDecided: Rejection(.refillReviewDecided)
        case .closed: Rejection(.refillReviewClosed)
        case .gatesClosed(let gates):
            Rejection(
                .renewalGatesClosed,
                fields: gates.map {
                    JSONProblem(.root, $0.rawValue, $0.words.en, es: $0.words.es, subject: $0.code)
                })
        case .lookAgainOutOfRange(let range):
            Rejection(
                .lookAgainOutOfRange,
                fields: [
                    JSONProblem(
                        JSONPointer(tokens: ["lookAgainOn"]), "look_again_out_of_range",
                        "A date from \(range.lowerBound) to \(range.upperBound).",
                        es: "Una fecha del \(range.lowerBound) al \(range.upperBound).")
                ])
        case .notDecided: Rejection(.refillNotDecided)
        case .visitMissing: Rejection(.refillVisitMissing)
        case .consultFirst: Rejection(.consultFirst)
        }
    }

    /// The next supply cannot leave yet.
    static func refillTooSoon(until date: LocalDate) -> Rejection {
        Rejection(
            .refillTooSoon,
            fields: [
                JSONProblem(
                    .root, "refill_too_soon", "Not before \(date).", es: "No antes del \(date).",
                    subject: date.description)
            ],
            detail: Words(
                en:
                    "It leaves by itself: it cannot be dispensed before \(date). Write to the care team if you need it.",
                es:
                    "Sale por sí solo: no se puede surtir antes del \(date). Escriba al equipo de atención si lo necesita."
            ))
    }
}
