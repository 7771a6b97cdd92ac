import Clinic

/// What a person reads of a problem with refill reviews and the supply at home.
extension ProblemWords {
    static let refillReviewNotOpen = ProblemWords(
        title: Words(en: "No refill review is open.", es: "No hay una revisión de resurtido abierta."),
        detail: Words(
            en: "It opens on day 14 of the month; GET /v1/me/refill-review says when.",
            es: "Se abre el día 14 del mes; GET /v1/me/refill-review indica cuándo."))

    static let refillReviewDecided = ProblemWords(
        title: Words(en: "The refill review is decided.", es: "La revisión de resurtido ya está decidida."),
        detail: Words(
            en: "What was decided stands; another decision is possible in the next review.",
            es: "Lo decidido se mantiene; otra decisión es posible en la próxima revisión."))

    static let refillReviewClosed = ProblemWords(
        title: Words(en: "The treatment has ended.", es: "El tratamiento ha terminado."),
        detail: Words(
            en: "No review of it is decided any more.",
            es: "Ya no se decide ninguna revisión."))

    static let renewalGatesClosed = ProblemWords(
        title: Words(en: "The renewal lacks something.", es: "A la renovación le falta algo."),
        detail: Words(
            en: "Each entry of errors is a gate: do what it says, then decide again.",
            es: "Cada entrada de errors es una condición: haga lo que indica y decida de nuevo."))

    static let lookAgainOutOfRange = ProblemWords(
        title: Words(
            en: "When to look again is missing or too far.",
            es: "Falta cuándo volver a mirar, o está demasiado lejos."),
        detail: Words(
            en: "Give lookAgainOn, a date within the range in errors.",
            es: "Indique lookAgainOn, una fecha del rango en errors."))

    static let refillNotDecided = ProblemWords(
        title: Words(
            en: "Nobody has decided on a next supply yet.", es: "Aún no se ha decidido un próximo suministro."
        ),
        detail: Words(
            en: "It is decided in the refill review; GET /v1/me/refill-review says how far that is.",
            es: "Se decide en la revisión de resurtido; GET /v1/me/refill-review indica cómo va."))

    static let refillTooSoon = ProblemWords(
        title: Words(
            en: "It is too soon for the next supply.", es: "Es demasiado pronto para el próximo suministro."),
        detail: Words(
            en: "It leaves by itself on its date.",
            es: "Sale por sí solo en su fecha."))

    static let refillVisitMissing = ProblemWords(
        title: Words(
            en: "A changed prescription needs a visit of its own.",
            es: "Una receta distinta requiere una consulta propia."),
        detail: Words(
            en: "Complete a video visit with approval first; each visit leads to one prescription.",
            es: "Complete antes una consulta por video con aprobación; cada consulta conduce a una receta."))

    static let supplyNotArrived = ProblemWords(
        title: Words(en: "No parcel has arrived.", es: "No ha llegado ningún paquete."),
        detail: Words(
            en: "Confirm the parcel first: POST /v1/me/shipments/{shipment}/received.",
            es: "Confirme antes el paquete: POST /v1/me/shipments/{shipment}/received."))

    static let lotRecalledAlready = ProblemWords(
        title: Words(en: "The lot is recalled already.", es: "El lote ya está retirado."),
        detail: Words(
            en: "Lift the earlier recall first if it was wrong: lozenge supply recalls.",
            es: "Levante antes el retiro anterior si fue un error: lozenge supply recalls."))

    static let supplyNotReplaceable = ProblemWords(
        title: Words(
            en: "There is nothing to replace.", es: "No hay nada que reemplazar."),
        detail: Words(
            en: "Only a parcel that was lost, damaged or returned is replaced, and only once.",
            es: "Solo se reemplaza un paquete perdido, dañado o devuelto, y solo una vez."))

    static let consultFirst = ProblemWords(
        title: Words(en: "A consult comes first.", es: "Primero se necesita una consulta."),
        detail: Words(
            en: "Nothing was taken for more than 90 days: complete a video visit, then go on.",
            es: "No se ha tomado nada en más de 90 días: complete una consulta por video y luego continúe."))

    static let halfImpossible = ProblemWords(
        title: Words(en: "The lozenge has no half.", es: "La pastilla no tiene mitad."),
        detail: Words(
            en: "Count whole lozenges.",
            es: "Cuente pastillas enteras."))
}
