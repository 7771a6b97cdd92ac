import Clinic

/// What a person reads of a problem with prescriptions, protocols and fills.
extension ProblemWords {
    static let consultNotApproved = ProblemWords(
        title: Words(en: "The visit was not approved.", es: "La consulta no fue aprobada."),
        detail: Words(
            en: "Only a visit that its prescriber completed with approval leads to a prescription.",
            es: "Solo una consulta que su médico completó con aprobación conduce a una receta."))
    static let prescriptionAlreadyDrafted = ProblemWords(
        title: Words(en: "The visit has a prescription already.", es: "La consulta ya tiene una receta."),
        detail: Words(
            en: "Change the draft that is there, or void it first.",
            es: "Cambie el borrador existente, o anúlelo antes."))
    static let prescriptionTermsWrong = ProblemWords(
        title: Words(
            en: "The protocol does not allow these terms.", es: "El protocolo no permite estos términos."),
        detail: Words(
            en: "Correct the fields named in errors.",
            es: "Corrija los campos indicados en errors."))
    static let protocolNotApproved = ProblemWords(
        title: Words(en: "The protocol is not approved.", es: "El protocolo no está aprobado."),
        detail: Words(
            en: "A medical director approves it first: lozenge protocol approve.",
            es: "Primero debe aprobarlo un director médico: lozenge protocol approve."))
    static let protocolUnknown = ProblemWords(
        title: Words(en: "This is not the protocol in force.", es: "Este no es el protocolo vigente."),
        detail: Words(
            en: "Read the protocols again; void a draft of an earlier version and draft it anew.",
            es: "Lea de nuevo los protocolos; anule un borrador de una versión anterior y prepárelo otra vez."
        ))
    static let prescriptionNotReady = ProblemWords(
        title: Words(
            en: "The prescription is not marked ready.", es: "La receta no está marcada como lista."),
        detail: Words(
            en: "Look through the draft and mark it ready, then sign.",
            es: "Revise el borrador y márquelo como listo; después firme."))
    static let prescriptionVoid = ProblemWords(
        title: Words(en: "The draft was given up.", es: "El borrador fue abandonado."),
        detail: Words(
            en: "Prepare a new one for the visit.",
            es: "Prepare uno nuevo para la consulta."))
    static let prescriptionAlreadySigned = ProblemWords(
        title: Words(en: "The prescription is signed already.", es: "La receta ya está firmada."),
        detail: Words(
            en: "A signed prescription does not change; cancel it or let a new one replace it.",
            es: "Una receta firmada no cambia; cancélela o deje que otra la reemplace."))
    static let prescriptionNotSigned = ProblemWords(
        title: Words(en: "The prescription is not signed.", es: "La receta no está firmada."),
        detail: Words(
            en: "A draft can be voided.",
            es: "Un borrador puede anularse."))
    static let prescriptionNotInForce = ProblemWords(
        title: Words(en: "The prescription is not in force.", es: "La receta no está vigente."),
        detail: Words(
            en: "Look at its state.",
            es: "Consulte su estado."))
    static let prescriptionCancelNotRequested = ProblemWords(
        title: Words(en: "Nobody asked for its cancellation.", es: "Nadie pidió su cancelación."),
        detail: Words(
            en: "Cancel it first.",
            es: "Cancélela primero."))
    static let prescriptionEnded = ProblemWords(
        title: Words(en: "The prescription has ended.", es: "La receta ha terminado."),
        detail: Words(
            en: "There is nothing left to cancel.",
            es: "No queda nada por cancelar."))
    static let gatesClosed = ProblemWords(
        title: Words(en: "A gate is closed.", es: "Una condición no se cumple."),
        detail: Words(
            en: "Settle what errors names, then sign with a new Idempotency-Key.",
            es: "Resuelva lo que indica errors y firme con una nueva Idempotency-Key."))
    static let secondFactorUsed = ProblemWords(
        title: Words(en: "The code was used already.", es: "El código ya fue usado."),
        detail: Words(
            en: "Wait for the next code of your authenticator; after five wrong codes, for 15 minutes.",
            es: "Espere el siguiente código de su autenticador; tras cinco códigos incorrectos, 15 minutos."))
    static let prescriptionDeliveryNotPossible = ProblemWords(
        title: Words(
            en: "There is no way for the legal original yet.", es: "Aún no hay vía para el original legal."),
        detail: Words(
            en: "This installation is set to a delivery that is not carried out yet.",
            es: "Esta instalación tiene una vía de entrega que aún no existe."))
    static let pdmpQueryAhead = ProblemWords(
        title: Words(en: "The query lies in the future.", es: "La consulta está en el futuro."),
        detail: Words(
            en: "Give the moment at which the program was asked.",
            es: "Indique el momento en que se consultó el programa."))
    static let fillOnHold = ProblemWords(
        title: Words(en: "The fill is on hold.", es: "El suministro está retenido."),
        detail: Words(
            en: "Lift the hold first.",
            es: "Levante antes la retención."))
    static let fillNotReleased = ProblemWords(
        title: Words(en: "The fill is not released.", es: "El suministro no está liberado."),
        detail: Words(
            en: "Release it first.",
            es: "Libérelo primero."))
    static let fillAlreadyReleased = ProblemWords(
        title: Words(en: "The fill is released already.", es: "El suministro ya está liberado."),
        detail: Words(
            en: "Its quantity is fixed.",
            es: "Su cantidad es fija."))
    static let fillNotDispensed = ProblemWords(
        title: Words(en: "The fill is not dispensed.", es: "El suministro no está dispensado."),
        detail: Words(
            en: "Wait for the pharmacy.",
            es: "Espere a la farmacia."))
    static let fillAlreadyDispensed = ProblemWords(
        title: Words(en: "The fill is dispensed already.", es: "El suministro ya está dispensado."),
        detail: Words(
            en: "It cannot be taken back.",
            es: "No puede retirarse."))
    static let fillEnded = ProblemWords(
        title: Words(en: "The fill has ended.", es: "El suministro ha terminado."),
        detail: Words(
            en: "Look at its state.",
            es: "Consulte su estado."))
    static let fillNotAllowed = ProblemWords(
        title: Words(
            en: "The prescription allows no such fill.", es: "La receta no permite este suministro."),
        detail: Words(
            en: "No refill beyond those written, and none larger.",
            es: "No más renovaciones que las escritas, ni mayores."))
}
