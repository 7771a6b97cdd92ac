import Clinic

extension ProblemWords {
    /// What intake and eligibility say no with.
    static func intake(_ code: ProblemCode) -> ProblemWords {
        guard let words = all[code] else { preconditionFailure("\(code) has no words.") }
        return words
    }

    private static let all: [ProblemCode: ProblemWords] = [
        .intakeNotYet: said(
            "The questionnaire is not open yet.", es: "El cuestionario aún no está abierto.",
            "The care team looks at your screening first.",
            es: "El equipo de atención revisa primero su evaluación inicial."),
        .intakeNotStarted: said(
            "There is no questionnaire to send.", es: "No hay cuestionario que enviar.",
            "Save answers first.",
            es: "Guarde primero sus respuestas."),
        .intakeAlreadySubmitted: said(
            "The questionnaire has been sent.", es: "El cuestionario ya se envió.",
            "It does not change any more; the care team can return it to be completed.",
            es: "Ya no cambia; el equipo de atención puede devolverlo para completarlo."),
        .intakeNotSubmitted: said(
            "No questionnaire has been sent that could be looked at.",
            es: "No se ha enviado un cuestionario que revisar.",
            "Wait until the patient sends it.",
            es: "Espere a que el paciente lo envíe."),
        .medicationNotUnknown: said(
            "This medicine needs nobody to say what it is.",
            es: "Este medicamento no necesita que nadie diga qué es.",
            "It is known, was resolved, or belongs to an earlier questionnaire.",
            es: "Es conocido, ya se resolvió o pertenece a un cuestionario anterior."),
        .medicationIngredientUnknown: said(
            "An ingredient is not in the list.", es: "Un ingrediente no está en la lista.",
            "Give the classes that it counts as, with the reason.",
            es: "Indique las clases a las que pertenece, con el motivo."),
        .medicationAlreadyEnded: said(
            "This medicine has ended already.", es: "Este medicamento ya terminó.",
            "Its last date stands; report it anew if it is taken again.",
            es: "Su última fecha queda; infórmelo de nuevo si se vuelve a tomar."),
        .medicationEndsBeforeItStarts: said(
            "The last date lies before the first.", es: "La última fecha es anterior a la primera.",
            "Give a date on or after the first.",
            es: "Indique una fecha igual o posterior a la primera."),
        .medicationNoQuestion: said(
            "This medicine waits for no answer.", es: "Este medicamento no espera respuesta.",
            "It was answered, or means nothing to the dose.",
            es: "Ya se respondió, o no significa nada para la dosis."),
        .eligibilityLetterOutOfDate: said(
            "This letter does not count today.", es: "Esta carta no vale hoy.",
            "Its date has not come, or lies too far back. Ask for a new one.",
            es: "Su fecha no ha llegado o queda demasiado atrás. Pida una nueva."),
        .eligibilityLetterOfAnother: said(
            "This rule asks for another kind of clinician.",
            es: "Esta regla pide otro tipo de profesional.",
            "Read which ones may write the letter.",
            es: "Lea cuáles pueden escribir la carta."),
        .eligibilityRulesUnknown: said(
            "This is not the file of this server.", es: "Este no es el archivo de este servidor.",
            "Read the versions again and name the hash that they show.",
            es: "Lea de nuevo las versiones e indique el hash que muestran."),
        .eligibilityNotEvaluated: said(
            "There is no evaluation in force.", es: "No hay una evaluación vigente.",
            "It comes with the patient's questionnaire.",
            es: "Llega con el cuestionario del paciente."),
        .eligibilityIneligible: said(
            "The patient is not eligible; nobody may override that.",
            es: "El paciente no es elegible; nadie puede anularlo.",
            "Only the medical director changes a rule, by a new version of it.",
            es: "Solo la dirección médica cambia una regla, con una nueva versión."),
        .eligibilityIncomplete: said(
            "Something that the rules need is missing.", es: "Falta algo que las reglas necesitan.",
            "Complete it first: resolve the medicine, or return the questionnaire.",
            es: "Complételo primero: resuelva el medicamento o devuelva el cuestionario."),
        .eligibilityNoQuestion: said(
            "This rule asks nothing of this patient.", es: "Esta regla no pregunta nada sobre este paciente.",
            "Read the evaluation again.",
            es: "Lea de nuevo la evaluación."),
        .eligibilityNoClearance: said(
            "This rule needs no letter.", es: "Esta regla no necesita carta.",
            "A prescriber answers it in writing.",
            es: "Un prescriptor la responde por escrito."),
        .eligibilityClearanceMissing: said(
            "The letter for this rule has not come.", es: "La carta para esta regla no ha llegado.",
            "Record the letter first.",
            es: "Registre primero la carta."),
        .eligibilityClearanceReceived: said(
            "The letter for this rule has come already.", es: "La carta para esta regla ya llegó.",
            "A prescriber answers the rule now.",
            es: "Ahora un prescriptor responde a la regla."),
        .eligibilityAlreadyAnswered: said(
            "This rule has been answered.", es: "Esta regla ya fue respondida.",
            "An answer holds for the questionnaire; a new one asks anew.",
            es: "La respuesta vale para el cuestionario; uno nuevo pregunta otra vez."),
        .consentNotInForce: said(
            "This is not the text in force.", es: "Este no es el texto vigente.",
            "Read the consents again and sign what they show.",
            es: "Lea de nuevo los consentimientos y firme lo que muestran."),
        .consentAlreadySigned: said(
            "This is signed already.", es: "Esto ya está firmado.",
            "Nothing is left to do.",
            es: "No queda nada por hacer."),
        .consentNotSigned: said(
            "There is no signature to take back.", es: "No hay firma que retirar.",
            "Read the consents again.",
            es: "Lea de nuevo los consentimientos."),
        .consentNotWithdrawable: said(
            "This consent cannot be taken back.", es: "Este consentimiento no se puede retirar.",
            "Write to the care team if you want to end treatment.",
            es: "Escriba al equipo de atención si quiere terminar el tratamiento."),
        .flagAlreadyClosed: said(
            "This flag is closed.", es: "Esta alerta está cerrada.",
            "Raise what is new as a new concern.",
            es: "Lo nuevo es una nueva alerta."),
        .flagOutcomeUnfit: said(
            "This outcome does not fit where the treatment stands.",
            es: "Este resultado no encaja con la situación del tratamiento.",
            "noTreatment is for somebody who is in none; resume, staysPaused, taper and discharge say how one goes on.",
            es:
                "noTreatment es para quien no está en tratamiento; resume, staysPaused, taper y discharge dicen cómo sigue uno."
        ),
        .flagOutcomeUnknown: said(
            "A flag of this severity does not end like this.",
            es: "Una alerta de esta gravedad no termina así.",
            "Give one of its outcomes.",
            es: "Indique uno de sus resultados."),
        .flagPrescriberCloses: said(
            "A prescriber closes this flag.", es: "Esta alerta la cierra un prescriptor.",
            "Ask a prescriber.",
            es: "Pídalo a un prescriptor."),
    ]

    private static func said(
        _ title: String, es spanishTitle: String, _ detail: String, es spanishDetail: String
    ) -> ProblemWords {
        ProblemWords(title: Words(en: title, es: spanishTitle), detail: Words(en: detail, es: spanishDetail))
    }
}
