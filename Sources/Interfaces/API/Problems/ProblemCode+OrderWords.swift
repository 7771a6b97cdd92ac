import Clinic

extension ProblemCode {
    /// The words of what pharmacies and orders refuse.
    var orderWords: ProblemWords {
        switch self {
        case .fillReleaseRefused:
            said(
                "The fill is not released.", es: "El suministro no se libera.",
                "Each rule that keeps it back is named in errors.",
                es: "Cada regla que lo retiene se nombra en errors.")
        case .orderDispensed:
            said(
                "The order is dispensed.", es: "El pedido ya se surtió.",
                "What is wanted now is about the parcel.", es: "Lo que se desea ahora corresponde al paquete."
            )
        case .orderOver:
            said(
                "The order is over.", es: "El pedido terminó.",
                "Look at its fill's other orders.", es: "Consulte los otros pedidos del suministro.")
        case .orderSubmissionOpen:
            said(
                "Whether the pharmacy has the order is not known yet.",
                es: "Aún no se sabe si la farmacia tiene el pedido.",
                "Wait for its answer, or settle it by telephone.",
                es: "Espere su respuesta o acláralo por teléfono.")
        case .orderNotUnknown:
            said(
                "Nobody doubts where the order is.", es: "No hay duda de dónde está el pedido.",
                "There is nothing to settle.", es: "No hay nada que aclarar.")
        case .orderSecondPersonNeeded:
            said(
                "A second person must say so too.", es: "Una segunda persona debe confirmarlo.",
                "Ask a colleague to confirm that the pharmacy does not have the order.",
                es: "Pida a un colega que confirme que la farmacia no tiene el pedido.")
        case .orderNotInTriage:
            said(
                "The pharmacy asks nothing about the order.",
                es: "La farmacia no pregunta nada sobre el pedido.",
                "There is nothing to answer.", es: "No hay nada que responder.")
        case .orderCancelRefused:
            said(
                "The pharmacy refused to stop.", es: "La farmacia no aceptó detenerlo.",
                "The order goes on there.", es: "El pedido continúa allí.")
        case .orderNotGivenUp:
            said(
                "The first pharmacy has not given the order up.",
                es: "La primera farmacia no ha renunciado al pedido.",
                "Cancel it first and wait until the pharmacy acknowledges.",
                es: "Cancélelo primero y espere a que la farmacia lo confirme.")
        case .orderTransferNeeded:
            said(
                "The pharmacists' transfer is not recorded.",
                es: "No consta la transferencia entre farmacéuticos.",
                "Send what they wrote down as transfer.", es: "Envíe lo que anotaron como transfer.")
        case .orderAnotherLives:
            said(
                "The fill has another order.", es: "El suministro tiene otro pedido.",
                "Only when that one is over can there be a new one.",
                es: "Solo cuando termine podrá haber uno nuevo.")
        case .orderWithoutPrescription:
            said(
                "No prescription in force allows the order.", es: "Ninguna receta vigente permite el pedido.",
                "Look at the prescription.", es: "Consulte la receta.")
        case .pharmacyUnfit:
            said(
                "The pharmacy cannot take the order.", es: "La farmacia no puede recibir el pedido.",
                "Explain the order to see what it lacks, or choose another.",
                es: "Consulte la explicación del pedido para ver qué le falta, o elija otra.")
        case .pharmacyHasOrders:
            said(
                "The pharmacy has orders.", es: "La farmacia tiene pedidos.",
                "Let it drain before it is closed.", es: "Deje que los termine antes de cerrarla.")
        case .pharmacyLicenceOverlaps:
            said(
                "There is a licence for that state at that time.",
                es: "Ya existe una licencia para ese estado en ese período.",
                "Change the end of the other one first.", es: "Cambie antes el fin de la otra.")
        case .pharmacyLicenceEndsBeforeItBegins:
            said(
                "The licence ends before it begins.", es: "La licencia termina antes de empezar.",
                "Correct the dates.", es: "Corrija las fechas.")
        default: preconditionFailure("\(rawValue) is no refusal of a pharmacy or an order.")
        }
    }
}
