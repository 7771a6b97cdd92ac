import Clinic

extension ProblemWords {
    static let shipmentAlreadyReceived = ProblemWords(
        title: Words(en: "You said already that the parcel came.", es: "Ya nos dijo que el paquete llegó."),
        detail: Words(
            en: "Write to the care team if something about it was wrong.",
            es: "Escriba al equipo de atención si algo no estaba bien."))

    static let shipmentEnded = ProblemWords(
        title: Words(
            en: "The parcel came back, was lost or was called off.",
            es: "El paquete volvió, se perdió o fue anulado."),
        detail: Words(
            en: "Write to the care team if it is with you after all.",
            es: "Escriba al equipo de atención si al final lo tiene."))

    static let damagedExceedsCount = ProblemWords(
        title: Words(
            en: "More lozenges are damaged than there are.", es: "Hay más pastillas dañadas que pastillas."),
        detail: Words(
            en: "Count again: damaged is part of count.",
            es: "Cuente de nuevo: damaged es parte de count."))

    static let shipmentOnTheWay = ProblemWords(
        title: Words(en: "The carrier has the parcel already.", es: "El transportista ya tiene el paquete."),
        detail: Words(
            en: "Mark it as lost or returned when that is what became of it.",
            es: "Márquelo como perdido o devuelto cuando eso haya ocurrido."))

    static let shipmentNotTracked = ProblemWords(
        title: Words(en: "The parcel has no tracking yet.", es: "El paquete aún no tiene seguimiento."),
        detail: Words(
            en: "Wait for its label, or ask the pharmacy.",
            es: "Espere a la etiqueta o pregunte a la farmacia."))

    static let treatmentNotArrived = ProblemWords(
        title: Words(en: "The parcel has not arrived.", es: "El paquete no ha llegado."),
        detail: Words(
            en: "Tell us when you have it; then you can choose your first day.",
            es: "Avísenos cuando lo tenga; entonces podrá elegir su primer día."))

    static let firstDayPast = ProblemWords(
        title: Words(en: "This day is over.", es: "Ese día ya pasó."),
        detail: Words(
            en: "Choose today or a later day.",
            es: "Elija hoy o un día posterior."))

    static let firstDayTooLate = ProblemWords(
        title: Words(en: "This day is too far away.", es: "Ese día está demasiado lejos."),
        detail: Words(
            en: "Choose a day within two weeks of the parcel's arrival; tomorrow is always possible.",
            es:
                "Elija un día dentro de las dos semanas desde la llegada del paquete; mañana siempre es posible."
        ))

    static let firstDayFixed = ProblemWords(
        title: Words(en: "The treatment has begun.", es: "El tratamiento ya empezó."),
        detail: Words(
            en: "The first day cannot be moved any more.",
            es: "El primer día ya no se puede cambiar."))
}
