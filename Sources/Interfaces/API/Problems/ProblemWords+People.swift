import Clinic

/// Words for what people's changes can meet: moves, addresses, corrections, merges, requests.
extension ProblemWords {
    private static func said(_ title: String, es titulo: String, _ detail: String, es detalle: String)
        -> ProblemWords
    {
        ProblemWords(title: Words(en: title, es: titulo), detail: Words(en: detail, es: detalle))
    }

    static let moveDateOutOfRange = said(
        "The date is too far away.", es: "La fecha está demasiado lejos.",
        "Give a date from 30 days ago to 180 days ahead.",
        es: "Indique una fecha desde hace 30 días hasta dentro de 180.")
    static let moveConsequencesChanged = said(
        "What comes of the move has changed.", es: "Las consecuencias de la mudanza han cambiado.",
        "Look at the preview again and send its seen.",
        es: "Consulte de nuevo la vista previa y envíe su seen.")
    static let contactUnchanged = said(
        "This is how we reach the person already.", es: "Ya contactamos a la persona así.",
        "Give another e-mail or telephone.",
        es: "Indique otro correo o teléfono.")
    static let contactTaken = said(
        "Somebody else signs in with it.", es: "Otra persona inicia sesión con él.",
        "Give another one, or ask the care team whether there are two records.",
        es: "Indique otro, o pregunte al equipo si hay dos registros.")
    static let identityChecklistIncomplete = said(
        "Too little was compared.", es: "Se comparó demasiado poco.",
        "Compare at least three points of the checklist and name each once.",
        es: "Compare al menos tres puntos de la lista y nombre cada uno una vez.")
    static let contactChangeExpired = said(
        "The time for a second person is over.", es: "Pasó el plazo para la segunda persona.",
        "Begin again, with the checklist.",
        es: "Empiece de nuevo, con la lista.")
    static let contactChangeDecided = said(
        "This was decided already.", es: "Esto ya se decidió.",
        "Begin again if it is still needed.",
        es: "Empiece de nuevo si aún hace falta.")
    static let contactChangeNotForRecovery = said(
        "A code proves this address.", es: "Esta dirección se confirma con un código.",
        "Only the patient can prove it, with the code that was sent.",
        es: "Solo el paciente puede confirmarla, con el código enviado.")
    static let contactChangeTooSoon = said(
        "A code went out a moment ago.", es: "Acaba de enviarse un código.",
        "Wait a minute before you ask for another.",
        es: "Espere un minuto antes de pedir otro.")
    static let correctionUnchanged = said(
        "The record says this already.", es: "El registro ya dice eso.",
        "Nothing needs to be corrected.",
        es: "No hay nada que corregir.")
    static let birthDateImpossible = said(
        "Nobody was born on this date.", es: "Nadie nació en esa fecha.",
        "Correct the date.",
        es: "Corrija la fecha.")
    static let recordEnded = said(
        "The record is closed or part of another.", es: "El registro está cerrado o forma parte de otro.",
        "Use the record that it was put together with, or undo that first.",
        es: "Use el registro con el que se unió, o deshaga antes la unión.")
    static let mergeSameRecord = said(
        "This is one record.", es: "Es un solo registro.",
        "Name two different records.",
        es: "Indique dos registros distintos.")
    static let mergeBothPrescribed = said(
        "Both records hold a prescription in force.", es: "Ambos registros tienen una receta vigente.",
        "End one of them first.",
        es: "Termine antes una de ellas.")
    static let mergeUnderWay = said(
        "Something is under way in the record that is to go.",
        es: "Hay algo en curso en el registro que se une.",
        "Merge the other way round, or let it come to its end first.",
        es: "Una los registros al revés, o espere a que termine.")
    static let mergePartOfAnother = said(
        "One of the records is part of another merge.", es: "Uno de los registros forma parte de otra unión.",
        "Decide on that one, or undo it, first.",
        es: "Decida antes sobre esa unión, o deshágala.")
    static let mergeDecided = said(
        "This merge was decided already.", es: "Esta unión ya se decidió.",
        "Propose it again if it is still right.",
        es: "Propóngala de nuevo si aún procede.")
    static let mergeNotMerged = said(
        "These records are not merged.", es: "Estos registros no están unidos.",
        "Nothing needs to be undone.",
        es: "No hay nada que deshacer.")
    static let mergeUndoTooLate = said(
        "The 30 days are over.", es: "Pasaron los 30 días.",
        "A merge can no longer be undone.",
        es: "La unión ya no se puede deshacer.")
    static let requestResolved = said(
        "The request was answered already.", es: "La solicitud ya tiene respuesta.",
        "A new request can be made.",
        es: "Puede hacerse una nueva solicitud.")
    static let requestNotExtendable = said(
        "This request has no extension.", es: "Esta solicitud no admite prórroga.",
        "Answer it in its time.",
        es: "Respóndala en su plazo.")
    static let requestExtendedAlready = said(
        "The time was extended once.", es: "El plazo ya se prorrogó una vez.",
        "The law knows no second extension.",
        es: "La ley no admite una segunda prórroga.")
    static let requestLate = said(
        "The time is over.", es: "El plazo ha pasado.",
        "Answer it now; it can no longer be extended.",
        es: "Respóndala ahora; ya no se puede prorrogar.")
    static let requestOutcomeUnfit = said(
        "This request cannot end so.", es: "Esta solicitud no puede terminar así.",
        "Choose one of the outcomes of its kind; a refund is passed on.",
        es: "Elija un resultado de su tipo; un reembolso se traslada.")
    static let closingAsked = said(
        "The end of the account is asked for already.", es: "El cierre de la cuenta ya se solicitó.",
        "Wait for the answer, or write to the care team.",
        es: "Espere la respuesta o escriba al equipo.")
    static let closingBlocked = said(
        "Something still goes on.", es: "Algo sigue en curso.",
        "Bring it to its end first: treatment, prescription, orders, visits, open concerns.",
        es: "Termínelo antes: tratamiento, receta, pedidos, consultas, asuntos abiertos.")
    static let disclosureAhead = said(
        "This has not happened yet.", es: "Eso aún no ha ocurrido.",
        "Note a disclosure when it has happened.",
        es: "Anote una divulgación cuando haya ocurrido.")
}
