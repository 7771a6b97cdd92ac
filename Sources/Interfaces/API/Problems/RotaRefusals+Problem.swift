import Access
import Clinic
import Safety

extension Rejection {
    static func of(_ refusal: RotaRefusal) -> Rejection {
        switch refusal {
        case .endsBeforeItBegins: Rejection(.rotaEndsBeforeItBegins, at: "to")
        case .notAhead: Rejection(.rotaNotAhead, at: "to")
        case .backupIsTheSame: Rejection(.rotaBackupIsTheSame, at: "backup")
        case .overlapsAnother: Rejection(.rotaOverlapsAnother)
        case .personUnfit: Rejection(.rotaPersonUnfit)
        case .shiftsAhead: Rejection(.rotaShiftsAhead)
        }
    }

    static func of(_ refusal: PagerRefusal) -> Rejection {
        switch refusal {
        case .codeWrong: Rejection(.pagerCodeWrong, at: "code")
        case .codeExpired: Rejection(.pagerCodeExpired)
        case .triesOver: Rejection(.pagerTriesOver)
        }
    }
}

extension ProblemWords {
    /// What the on-call rota and flags made graver say no with.
    static func onCall(_ code: ProblemCode) -> ProblemWords {
        guard let words = all[code] else { preconditionFailure("\(code) has no words.") }
        return words
    }

    private static let all: [ProblemCode: ProblemWords] = [
        .flagNotGraver: said(
            "A flag becomes graver, never milder.", es: "Una alerta se agrava, nunca se atenúa.",
            "Close it with an outcome, or raise another.",
            es: "Ciérrela con un resultado o abra otra."),
        .rotaEndsBeforeItBegins: said(
            "It ends before it begins.", es: "Termina antes de empezar.",
            "Give an end that lies after the beginning.",
            es: "Indique un final posterior al comienzo."),
        .rotaNotAhead: said(
            "This time has passed.", es: "Ese tiempo ya pasó.",
            "A shift ends in the future.",
            es: "Un turno termina en el futuro."),
        .rotaBackupIsTheSame: said(
            "Nobody is their own backup.", es: "Nadie es su propio suplente.",
            "Name a colleague, or nobody.",
            es: "Indique a un colega, o a nadie."),
        .rotaOverlapsAnother: said(
            "Somebody is on call then.", es: "Ya hay alguien de guardia entonces.",
            "End that shift first, or begin where it ends.",
            es: "Termine antes ese turno o empiece donde acaba."),
        .rotaPersonUnfit: said(
            "This person cannot be on call.", es: "Esta persona no puede estar de guardia.",
            "Both must be active and hold the role of the shift.",
            es: "Ambos deben estar activos y tener el rol del turno."),
        .rotaShiftsAhead: said(
            "This person is on call, or will be.", es: "Esta persona está o estará de guardia.",
            "Hand their shifts over first: end them and put somebody else on call.",
            es: "Entregue antes sus turnos: termínelos y ponga a otra persona de guardia."),
        .pagerCodeWrong: said(
            "The code is wrong.", es: "El código no es correcto.",
            "Look at the latest message.",
            es: "Mire el último mensaje."),
        .pagerCodeExpired: said(
            "The code is too old.", es: "El código es demasiado antiguo.",
            "Name the number again for another one.",
            es: "Indique de nuevo el número para recibir otro."),
        .pagerTriesOver: said(
            "Too many wrong codes.", es: "Demasiados códigos incorrectos.",
            "Name the number again for another one.",
            es: "Indique de nuevo el número para recibir otro."),
    ]

    private static func said(
        _ title: String, es spanishTitle: String, _ detail: String, es spanishDetail: String
    ) -> ProblemWords {
        ProblemWords(title: Words(en: title, es: spanishTitle), detail: Words(en: detail, es: spanishDetail))
    }
}
