import Clinic

/// Check-ins, doses and pauses.
extension ProblemWords {
    static let checkInDateAhead = ProblemWords(
        title: Words(en: "This day has not come yet.", es: "Ese día aún no ha llegado."),
        detail: Words(
            en: "Report today, or one of the two days before it.",
            es: "Informe de hoy o de uno de los dos días anteriores."))

    static let checkInDateTooOld = ProblemWords(
        title: Words(en: "This day is too long ago.", es: "Ese día ya queda muy atrás."),
        detail: Words(
            en:
                "Report today, or one of the two days before it; write to the care team about an earlier one.",
            es:
                "Informe de hoy o de uno de los dos días anteriores; escriba al equipo de atención sobre uno más antiguo."
        ))

    static let treatmentNotStarted = ProblemWords(
        title: Words(en: "The treatment has not begun.", es: "El tratamiento no ha empezado."),
        detail: Words(
            en: "It begins on its first day.",
            es: "Empieza en su primer día."))

    static let treatmentEnded = ProblemWords(
        title: Words(en: "The treatment has ended.", es: "El tratamiento ha terminado."),
        detail: Words(
            en: "Write to the care team if it should begin again.",
            es: "Escriba al equipo de atención si debería empezar de nuevo."))

    static let checkInExists = ProblemWords(
        title: Words(en: "This day is reported already.", es: "Ese día ya está informado."),
        detail: Words(
            en: "Change the report of today with PUT; an earlier one is as it was said.",
            es: "Cambie el informe de hoy con PUT; uno anterior queda como se dijo."))

    static let checkInClosed = ProblemWords(
        title: Words(
            en: "A report can be changed on its own day only.",
            es: "Un informe solo se puede cambiar en su propio día."),
        detail: Words(
            en: "Write to the care team about what has changed.",
            es: "Escriba al equipo de atención sobre lo que ha cambiado."))

    static let checkInMissing = ProblemWords(
        title: Words(en: "This day has no report.", es: "Ese día no tiene informe."),
        detail: Words(
            en: "Send it with POST first.",
            es: "Envíelo primero con POST."))

    static let takenDoesNotFitDose = ProblemWords(
        title: Words(
            en: "What was taken does not fit the dose of that day.",
            es: "Lo tomado no concuerda con la dosis de ese día."),
        detail: Words(
            en: "part is less than the dose and more than nothing, more is more than the dose.",
            es: "part es menos que la dosis y más que nada; more es más que la dosis."))

    static let doseChangeGone = ProblemWords(
        title: Words(
            en: "This change of the dose does not stand any more.",
            es: "Este cambio de dosis ya no está vigente."),
        detail: Words(
            en: "Read the treatment again; it says what counts now.",
            es: "Consulte de nuevo el tratamiento; dice lo que vale ahora."))

    static let doseChangeExpired = ProblemWords(
        title: Words(
            en: "This offer has ended: 72 hours have passed.", es: "Esta oferta terminó: pasaron 72 horas."),
        detail: Words(
            en: "The dose stays as it is; a new offer may come.",
            es: "La dosis sigue igual; puede haber una nueva oferta."))

    static let treatmentNotPaused = ProblemWords(
        title: Words(en: "The treatment is not paused.", es: "El tratamiento no está en pausa."),
        detail: Words(
            en: "There is nothing to resume.",
            es: "No hay nada que reanudar."))

    static let treatmentAlreadyPaused = ProblemWords(
        title: Words(en: "The treatment is paused already.", es: "El tratamiento ya está en pausa."),
        detail: Words(
            en: "Nothing is taken until it goes on; a prescriber sets the dose with the resume.",
            es: "No se toma nada hasta que siga; un médico fija la dosis al reanudar."))

    static let prescriberResumes = ProblemWords(
        title: Words(en: "Only a prescriber ends this pause.", es: "Solo un médico termina esta pausa."),
        detail: Words(
            en: "Wait for the prescriber, or write to the care team.",
            es: "Espere al médico o escriba al equipo de atención."))

    static let flagOpen = ProblemWords(
        title: Words(en: "A safety flag is open.", es: "Hay una alerta de seguridad abierta."),
        detail: Words(
            en: "Close the flag first, in writing; then do this again.",
            es: "Cierre primero la alerta, por escrito; después hágalo de nuevo."))

    static let doseNotAllowed = ProblemWords(
        title: Words(en: "This dose is not possible here.", es: "Esta dosis no es posible aquí."),
        detail: Words(
            en:
                "Take a step of the ladder that the lozenge can make, at most the signed maximum; after a pause at most the dose before it, and one step lower after a reaction, a severe effect or more than three paused days.",
            es:
                "Elija un escalón que la pastilla permita, como máximo el máximo firmado; tras una pausa, como máximo la dosis anterior, y un escalón menos tras una reacción, un efecto grave o más de tres días en pausa."
        ))

    static let pauseTooLong = ProblemWords(
        title: Words(en: "The pause is too long.", es: "La pausa es demasiado larga."),
        detail: Words(
            en: "A pause lasts 60 days at most, counted from today.",
            es: "Una pausa dura como máximo 60 días, contados desde hoy."))

    static let resumeDateNotAllowed = ProblemWords(
        title: Words(
            en: "The treatment cannot go on from this day.",
            es: "El tratamiento no puede seguir desde ese día."),
        detail: Words(
            en: "Choose today, where no dose is taken yet, or a later day.",
            es: "Elija hoy, si aún no se ha tomado la dosis, o un día posterior."))

    static let readingNeeded = ProblemWords(
        title: Words(
            en: "A blood pressure of the last 24 hours is missing.",
            es: "Falta una presión arterial de las últimas 24 horas."),
        detail: Words(
            en: "Record a reading below 160/100, then do this again.",
            es: "Registre una medición por debajo de 160/100 y hágalo de nuevo."))
}
