import Clinic

extension ProblemCode {
    /// The words of the noes around visits and prescribers, and of no others.
    var consultWords: ProblemWords {
        switch self {
        case .consultNotReady:
            said(
                "Something is missing before a visit.", es: "Falta algo antes de una consulta.",
                "errors names what is missing; GET /v1/me/next says how to go on.",
                es: "errors indica qué falta; GET /v1/me/next dice cómo seguir.")
        case .timeNotOffered:
            said(
                "This time is not offered.", es: "Esta hora no está disponible.",
                "Choose one of the times of GET /v1/me/consult-times.",
                es: "Elija una de las horas de GET /v1/me/consult-times.")
        case .slotTaken:
            said(
                "This time is taken.", es: "Esta hora ya está ocupada.",
                "Choose another time.",
                es: "Elija otra hora.")
        case .holdExpired:
            said(
                "The held time was given back.", es: "La hora reservada se liberó.",
                "Hold a time again and confirm it within ten minutes.",
                es: "Reserve de nuevo una hora y confírmela en diez minutos.")
        case .consultNotConfirmed:
            said(
                "The visit is only held.", es: "La consulta solo está reservada.",
                "Confirm it first.",
                es: "Confírmela primero.")
        case .consultNotStarted:
            said(
                "The visit has not begun.", es: "La consulta no ha comenzado.",
                "Start it first, with identity confirmed and the state attested.",
                es: "Comiéncela primero, con la identidad confirmada y el estado declarado.")
        case .consultAlreadyStarted:
            said(
                "The visit has begun.", es: "La consulta ya comenzó.",
                "It can be completed now, or noted as failed.",
                es: "Ahora puede completarse o anotarse como fallida.")
        case .consultAlreadyCompleted:
            said(
                "The visit is completed.", es: "La consulta está terminada.",
                "Add an addendum where something is missing.",
                es: "Agregue una adenda si falta algo.")
        case .consultNotCompleted:
            said(
                "There is no signed note yet.", es: "Aún no hay una nota firmada.",
                "Complete the visit first.",
                es: "Complete primero la consulta.")
        case .consultEnded:
            said(
                "The visit is over.", es: "La consulta ya no está vigente.",
                "Book another one.",
                es: "Reserve otra.")
        case .consultTooEarly:
            said(
                "It is too early for this.", es: "Es demasiado pronto para esto.",
                "The door opens shortly before the start.",
                es: "La sala se abre poco antes del inicio.")
        case .consultTooLateToMove:
            said(
                "It is too late to move the visit.", es: "Es demasiado tarde para cambiar la consulta.",
                "Write to the care team.",
                es: "Escriba al equipo de atención.")
        case .consultOfAnotherPrescriber:
            said(
                "This is another prescriber's visit.", es: "Es la consulta de otro profesional.",
                "Only the prescriber of the visit may do this.",
                es: "Solo puede hacerlo el profesional de la consulta.")
        case .prescriberNotLicensed:
            said(
                "No licence in this state today (P1).", es: "Sin licencia en este estado hoy (P1).",
                "A visit needs the prescriber's licence in the state where the patient is (P1).",
                es: "La consulta requiere licencia del profesional en el estado donde está el paciente (P1).")
        case .prescriberInactive:
            said(
                "This prescriber sees nobody here any more.", es: "Este profesional ya no atiende aquí.",
                "Choose another prescriber.",
                es: "Elija a otro profesional.")
        case .outcomeDetailMissing:
            said(
                "The outcome needs a word more.", es: "El resultado necesita una explicación.",
                "Say in detail why it is declined, what is missing, or when to follow up.",
                es: "Indique en detail por qué se rechaza, qué falta o cuándo dar seguimiento.")
        case .notAPrescriber:
            said(
                "This is not an active prescriber's account.",
                es: "No es la cuenta de un profesional activo.",
                "Grant the role of prescriber first, and have it approved.",
                es: "Otorgue antes el rol de profesional y hágalo aprobar.")
        case .npiTaken:
            said(
                "Another prescriber has this NPI.", es: "Otro profesional tiene este NPI.",
                "Check the number.",
                es: "Revise el número.")
        case .prescriberSpellOverlaps:
            said(
                "It overlaps what stands already.", es: "Se superpone con lo ya registrado.",
                "End the other one first, or correct the dates.",
                es: "Termine antes el otro o corrija las fechas.")
        case .prescriberSpellEndsBeforeItBegins:
            said(
                "It would end before it begins.", es: "Terminaría antes de empezar.",
                "Give a last day on or after the first.",
                es: "Indique un último día igual o posterior al primero.")
        case .coverUnfit:
            said(
                "This colleague cannot stand in.", es: "Este colega no puede sustituir.",
                "Name another prescriber who has a profile.",
                es: "Indique a otro profesional que tenga perfil.")
        case .prescriberHasVisits:
            said(
                "There are visits that are not over.", es: "Hay consultas pendientes.",
                "Move them or call them off first.",
                es: "Cámbielas o cancélelas antes.")
        default: preconditionFailure("\(rawValue) is no refusal of visits.")
        }
    }
}
