import Clinic

/// What a person reads of a problem: what it is, and what to do about it. Nothing of what was sent.
struct ProblemWords: Sendable {
    let title: Words
    let detail: Words
}

extension ProblemCode {
    var words: ProblemWords {
        switch self {
        case .malformedJSON:
            said(
                "The body is not JSON.", es: "El cuerpo no es JSON.",
                "Send one JSON value in UTF-8, nested at most 64 deep; errors says where it goes wrong.",
                es: "Envíe un valor JSON en UTF-8, con un máximo de 64 niveles; errors indica dónde falla.")
        case .bodyIncomplete:
            said(
                "The body did not arrive whole.", es: "El cuerpo no llegó completo.",
                "Send the request again.",
                es: "Envíe la solicitud de nuevo.")
        case .unexpectedBody:
            said(
                "This request takes no body.", es: "Esta solicitud no lleva cuerpo.",
                "Send it without a body.",
                es: "Envíela sin cuerpo.")
        case .invalidQuery:
            said(
                "A query parameter is wrong.", es: "Un parámetro de la consulta es incorrecto.",
                "Correct the query.",
                es: "Corrija la consulta.")
        case .invalidCursor:
            said(
                "The cursor is not of this list.", es: "El cursor no es de esta lista.",
                "Use the nextCursor of the page before, or none for the first page.",
                es: "Use el nextCursor de la página anterior, o ninguno para la primera.")
        case .invalidIdempotencyKey:
            said(
                "The Idempotency-Key is wrong.", es: "La Idempotency-Key es incorrecta.",
                "Send one key of 1 to 255 visible characters; without being signed in, a UUID.",
                es: "Envíe una sola clave de 1 a 255 caracteres visibles; sin haber iniciado sesión, un UUID."
            )
        case .idempotencyKeyRequired:
            said(
                "An Idempotency-Key is required.", es: "Se requiere una Idempotency-Key.",
                "Make a new UUID for this request and send it again with each repetition.",
                es: "Genere un UUID para esta solicitud y envíelo igual en cada repetición.")
        case .validationFailed:
            said(
                "Some fields are wrong.", es: "Algunos campos son incorrectos.",
                "Correct the fields named in errors.",
                es: "Corrija los campos indicados en errors.")
        case .methodNotAllowed:
            said(
                "This method is not possible here.", es: "Este método no es posible aquí.",
                "Use one of the methods in the Allow header.",
                es: "Use uno de los métodos del encabezado Allow.")
        case .notAcceptable:
            said(
                "No answer in the form asked for.", es: "No hay respuesta en el formato solicitado.",
                "Accept application/json.",
                es: "Acepte application/json.")
        case .requestTimeout:
            said(
                "The request took too long to arrive.", es: "La solicitud tardó demasiado en llegar.",
                "Send the request again.",
                es: "Envíe la solicitud de nuevo.")
        case .bodyTooLarge:
            said(
                "The body is too large.", es: "El cuerpo es demasiado grande.",
                "Send at most 1 MiB.",
                es: "Envíe como máximo 1 MiB.")
        case .unsupportedMediaType:
            said(
                "The body's form is not read here.", es: "El formato del cuerpo no se admite aquí.",
                "Send it uncompressed, with the Content-Type named in the Accept header of this answer.",
                es:
                    "Envíelo sin comprimir y con el Content-Type indicado en el encabezado Accept de esta respuesta."
            )
        case .tooManyRequests:
            said(
                "Too many requests.", es: "Demasiadas solicitudes.",
                "Try again after the seconds in Retry-After.",
                es: "Inténtelo de nuevo pasados los segundos de Retry-After.")
        case .unauthenticated:
            said(
                "Sign in first.", es: "Inicie sesión primero.",
                "Send an access token: Authorization: Bearer.",
                es: "Envíe un token de acceso: Authorization: Bearer.")
        case .forbidden:
            said(
                "Your role may not do this.", es: "Su función no permite hacer esto.",
                "Ask an administrator if it should.",
                es: "Consulte a un administrador si debería permitirlo.")
        case .notFound:
            said(
                "There is no such thing here.", es: "Aquí no hay nada así.",
                "Check the path and the id.",
                es: "Compruebe la ruta y el identificador.")
        case .idempotencyInProgress:
            said(
                "The first request with this key still runs.",
                es: "La primera solicitud con esta clave aún está en curso.",
                "Try again in a moment with the same key.",
                es: "Inténtelo de nuevo en un momento con la misma clave.")
        case .idempotencyKeyReused:
            said(
                "This key belongs to another request.", es: "Esta clave pertenece a otra solicitud.",
                "Make a new key for a new request; nothing was done.",
                es: "Genere una clave nueva para una solicitud nueva; no se hizo nada.")
        case .preconditionRequired:
            said(
                "Say which version you change.", es: "Indique qué versión cambia.",
                "Send the ETag that you read as If-Match.",
                es: "Envíe el ETag que leyó como If-Match.")
        case .stale:
            said(
                "It has changed since you read it.", es: "Ha cambiado desde que lo leyó.",
                "Read it again and repeat your change; nothing was done.",
                es: "Léalo de nuevo y repita el cambio; no se hizo nada.")
        case .screeningUnknown:
            said(
                "There is no such screening.", es: "No existe esa evaluación previa.",
                "Answer the screening questions and use the screeningId of the result.",
                es: "Responda las preguntas previas y use el screeningId del resultado.")
        case .screeningUsed:
            said(
                "This screening was used already.", es: "Esta evaluación previa ya se utilizó.",
                "Sign in if it was you; otherwise answer the questions again.",
                es: "Inicie sesión si fue usted; si no, responda las preguntas de nuevo.")
        case .screeningExpired:
            said(
                "This screening is too old.", es: "Esta evaluación previa ha caducado.",
                "A result counts for 30 days. Please answer the questions again.",
                es: "Un resultado vale 30 días. Responda las preguntas de nuevo.")
        case .screeningNotYetExpired:
            said(
                "This screening still counts.", es: "Esta evaluación previa aún vale.",
                "There is nothing to do.",
                es: "No hay nada que hacer.")
        case .screeningNotQualified:
            said(
                "This screening did not qualify.", es: "Esta evaluación previa no cumplió los requisitos.",
                "The result says whether and when to try again.",
                es: "El resultado indica si puede intentarlo de nuevo y cuándo.")
        case .birthDateDiffers:
            said(
                "The birth date is not the one of the screening.",
                es: "La fecha de nacimiento no es la de la evaluación previa.",
                "Correct it, or answer the screening questions again.",
                es: "Corríjala o responda de nuevo las preguntas previas.")
        case .stateDiffers:
            said(
                "The state is not the one of the screening.",
                es: "El estado no es el de la evaluación previa.",
                "Correct it, or answer the screening questions again.",
                es: "Corríjalo o responda de nuevo las preguntas previas.")
        case .timeZoneNotInState:
            said(
                "The time zone is not one of the state's.", es: "La zona horaria no es del estado.",
                "Choose a time zone in which people of this state live.",
                es: "Elija una zona horaria en la que viva gente de este estado.")
        case .screeningNeedsNoReview:
            said(
                "This screening needs no review.", es: "Esta evaluación previa no necesita revisión.",
                "There is nothing to decide.",
                es: "No hay nada que decidir.")
        case .screeningAlreadyDecided:
            said(
                "This screening was decided already.", es: "Esta evaluación previa ya se decidió.",
                "Its outcome stays as it is.",
                es: "Su resultado se queda como está.")
        case .workItemClaimedByAnother:
            said(
                "A colleague has this work item.", es: "Un colega tiene esta tarea.",
                "Ask them to hand it over, or wait until their claim lapses.",
                es: "Pídale que se la pase o espere a que venza su asignación.")
        case .workItemNotClaimed:
            said(
                "Nobody has claimed this work item.", es: "Nadie ha tomado esta tarea.",
                "Claim it first.",
                es: "Tómela primero.")
        case .workItemAlreadyResolved:
            said(
                "This work item is done.", es: "Esta tarea ya está resuelta.",
                "Its outcome stays as it is.",
                es: "Su resultado se queda como está.")
        case .workItemSettledElsewhere:
            said(
                "This goes with what it is about.", es: "Esto se resuelve junto con aquello de lo que trata.",
                "Do what it asks for; then it is settled by itself.",
                es: "Haga lo que pide; entonces queda resuelto por sí solo.")
        case .workItemOutcomeUnknown:
            said(
                "This work item cannot end so.", es: "Esta tarea no puede terminar así.",
                "Choose one of the item's outcomes.",
                es: "Elija uno de los resultados (outcomes) de la tarea.")
        case .snoozeOutOfRange:
            said(
                "This is not a time to snooze to.", es: "No se puede aplazar hasta ese momento.",
                "Choose a time from now to seven days from now.",
                es: "Elija un momento entre ahora y dentro de siete días.")
        case .colleagueUnfit:
            said(
                "This colleague cannot take it.", es: "Este colega no puede tomarla.",
                "Choose an active colleague whose role may do this work.",
                es: "Elija a un colega activo cuya función permita este trabajo.")
        case .codeWrong:
            said(
                "This is not the code that was sent.", es: "Este no es el código enviado.",
                "Check the latest message, or ask for a new code.",
                es: "Revise el último mensaje o pida un código nuevo.")
        case .codeExpired:
            said(
                "This code does not count any more.", es: "Este código ya no vale.",
                "Ask for a new code; each counts once and for ten minutes.",
                es: "Pida un código nuevo; cada uno vale una vez y durante diez minutos.")
        case .tooManyTries:
            said(
                "Too many wrong codes.", es: "Demasiados códigos incorrectos.",
                "Ask for a new code.",
                es: "Pida un código nuevo.")
        case .credentialsWrong:
            said(
                "The sign-in did not succeed.", es: "No se pudo iniciar sesión.",
                "Check e-mail, password and the authenticator's present code; each code counts once.",
                es:
                    "Compruebe el correo, la contraseña y el código actual del autenticador; cada código vale una vez."
            )
        case .tokenExpired:
            said(
                "The token has expired.", es: "El token ha caducado.",
                "Refresh it, or sign in again.",
                es: "Renuévelo o inicie sesión de nuevo.")
        case .tokenInvalid:
            said(
                "The token is not valid.", es: "El token no es válido.",
                "Sign in again.",
                es: "Inicie sesión de nuevo.")
        case .refreshReused:
            said(
                "This refresh token was used before.", es: "Este token de renovación ya se usó.",
                "The session has been ended, since somebody may have a copy. Sign in again.",
                es: "La sesión se ha cerrado, porque alguien podría tener una copia. Inicie sesión de nuevo.")
        case .busy:
            said(
                "Too many people are signing in at this moment.",
                es: "Demasiadas personas inician sesión en este momento.",
                "Try again after the seconds in Retry-After.",
                es: "Inténtelo de nuevo pasados los segundos de Retry-After.")
        case .linkUnknown:
            said(
                "There is no such link.", es: "No existe ese enlace.",
                "Use the link of the latest invitation.",
                es: "Use el enlace de la última invitación.")
        case .linkExpired:
            said(
                "This link has expired.", es: "Este enlace ha caducado.",
                "Ask an administrator for a new invitation.",
                es: "Pida una nueva invitación a un administrador.")
        case .linkUsed:
            said(
                "This link was used already.", es: "Este enlace ya se usó.",
                "Sign in if it was you; otherwise tell an administrator at once.",
                es: "Inicie sesión si fue usted; si no, avise enseguida a un administrador.")
        case .totpWrong:
            said(
                "The authenticator's code does not fit.", es: "El código del autenticador no coincide.",
                "Check the phone's clock and enter the code it shows now.",
                es: "Compruebe la hora del teléfono e introduzca el código que muestra ahora.")
        case .passwordTooWeak:
            said(
                "The password is too weak.", es: "La contraseña es demasiado débil.",
                "Use 12 to 256 characters that are not easily guessed.",
                es: "Use de 12 a 256 caracteres que no sean fáciles de adivinar.")
        case .identityMissing:
            said(
                "Who enrols is missing.", es: "Falta quién se registra.",
                "Send name and e-mail with this link.",
                es: "Envíe el nombre y el correo con este enlace.")
        case .emailTaken:
            said(
                "Somebody of the care team has this e-mail.", es: "Alguien del equipo ya tiene este correo.",
                "Use another one, or look for the account.",
                es: "Use otro o busque la cuenta.")
        case .roleNotGrantable:
            said(
                "These roles cannot be granted.", es: "Estas funciones no se pueden otorgar.",
                "Choose at least one role of the care team.",
                es: "Elija al menos una función del equipo.")
        case .alreadyGranted:
            said(
                "The account has this role already.", es: "La cuenta ya tiene esta función.",
                "Nothing is to be done, or the grant waits for its approval.",
                es: "No hay nada que hacer, o la concesión espera su aprobación.")
        case .accountInactive:
            said(
                "The account is not active.", es: "La cuenta no está activa.",
                "Invite the person again.",
                es: "Invite de nuevo a la persona.")
        case .grantNotPending:
            said(
                "This grant waits for no approval.", es: "Esta concesión no espera aprobación.",
                "It was approved, or has ended.",
                es: "Ya se aprobó o ha terminado.")
        case .secondPersonRequired:
            said(
                "A second person must do this.", es: "Debe hacerlo una segunda persona.",
                "Ask another administrator.",
                es: "Pídalo a otro administrador.")
        case .lastAdministrator:
            said(
                "This is the last administrator.", es: "Es el último administrador.",
                "Make somebody else an administrator first.",
                es: "Nombre antes a otro administrador.")
        case .alreadySetUp:
            said(
                "This installation is set up already.", es: "Esta instalación ya está configurada.",
                "Ask an administrator for an invitation.",
                es: "Pida una invitación a un administrador.")
        case .serviceEndsBeforeItBegins:
            said(
                "Service would end before it begins.", es: "El servicio terminaría antes de empezar.",
                "Give an end after the beginning, or none.",
                es: "Indique un final posterior al inicio, o ninguno.")
        case .serviceOverlapsAnother:
            said(
                "The state is served already in this time.",
                es: "El estado ya tiene servicio en ese periodo.",
                "End the other period first.",
                es: "Termine antes el otro periodo.")
        case .consultNotReady, .timeNotOffered, .slotTaken, .holdExpired, .consultNotConfirmed,
            .consultNotStarted, .consultAlreadyStarted, .consultAlreadyCompleted, .consultNotCompleted,
            .consultEnded, .consultTooEarly, .consultTooLateToMove, .consultOfAnotherPrescriber,
            .prescriberNotLicensed, .prescriberInactive, .outcomeDetailMissing, .notAPrescriber, .npiTaken,
            .prescriberSpellOverlaps, .prescriberSpellEndsBeforeItBegins, .coverUnfit, .prescriberHasVisits:
            consultWords
        case .consultNotApproved: .consultNotApproved
        case .prescriptionAlreadyDrafted: .prescriptionAlreadyDrafted
        case .prescriptionTermsWrong: .prescriptionTermsWrong
        case .protocolNotApproved: .protocolNotApproved
        case .protocolUnknown: .protocolUnknown
        case .prescriptionNotReady: .prescriptionNotReady
        case .prescriptionVoid: .prescriptionVoid
        case .prescriptionAlreadySigned: .prescriptionAlreadySigned
        case .prescriptionNotSigned: .prescriptionNotSigned
        case .prescriptionNotInForce: .prescriptionNotInForce
        case .prescriptionCancelNotRequested: .prescriptionCancelNotRequested
        case .prescriptionEnded: .prescriptionEnded
        case .gatesClosed: .gatesClosed
        case .secondFactorUsed: .secondFactorUsed
        case .prescriptionDeliveryNotPossible: .prescriptionDeliveryNotPossible
        case .pdmpQueryAhead: .pdmpQueryAhead
        case .fillOnHold: .fillOnHold
        case .fillNotReleased: .fillNotReleased
        case .fillAlreadyReleased: .fillAlreadyReleased
        case .fillNotDispensed: .fillNotDispensed
        case .fillAlreadyDispensed: .fillAlreadyDispensed
        case .fillEnded: .fillEnded
        case .fillNotAllowed: .fillNotAllowed
        // People's changes.
        case .moveDateOutOfRange: .moveDateOutOfRange
        case .moveConsequencesChanged: .moveConsequencesChanged
        case .contactUnchanged: .contactUnchanged
        case .contactTaken: .contactTaken
        case .identityChecklistIncomplete: .identityChecklistIncomplete
        case .contactChangeExpired: .contactChangeExpired
        case .contactChangeDecided: .contactChangeDecided
        case .contactChangeNotForRecovery: .contactChangeNotForRecovery
        case .contactChangeTooSoon: .contactChangeTooSoon
        case .correctionUnchanged: .correctionUnchanged
        case .birthDateImpossible: .birthDateImpossible
        case .recordEnded: .recordEnded
        case .mergeSameRecord: .mergeSameRecord
        case .mergeBothPrescribed: .mergeBothPrescribed
        case .mergeUnderWay: .mergeUnderWay
        case .mergePartOfAnother: .mergePartOfAnother
        case .mergeDecided: .mergeDecided
        case .mergeNotMerged: .mergeNotMerged
        case .mergeUndoTooLate: .mergeUndoTooLate
        case .requestResolved: .requestResolved
        case .requestNotExtendable: .requestNotExtendable
        case .requestExtendedAlready: .requestExtendedAlready
        case .requestLate: .requestLate
        case .requestOutcomeUnfit: .requestOutcomeUnfit
        case .closingAsked: .closingAsked
        case .closingBlocked: .closingBlocked
        case .disclosureAhead: .disclosureAhead
        case .shipmentAlreadyReceived: .shipmentAlreadyReceived
        case .shipmentEnded: .shipmentEnded
        case .damagedExceedsCount: .damagedExceedsCount
        case .shipmentOnTheWay: .shipmentOnTheWay
        case .shipmentNotTracked: .shipmentNotTracked
        case .treatmentNotArrived: .treatmentNotArrived
        case .firstDayPast: .firstDayPast
        case .firstDayTooLate: .firstDayTooLate
        case .firstDayFixed: .firstDayFixed

        case .refillReviewNotOpen: .refillReviewNotOpen
        case .refillReviewDecided: .refillReviewDecided
        case .refillReviewClosed: .refillReviewClosed
        case .renewalGatesClosed: .renewalGatesClosed
        case .lookAgainOutOfRange: .lookAgainOutOfRange
        case .refillNotDecided: .refillNotDecided
        case .refillTooSoon: .refillTooSoon
        case .refillVisitMissing: .refillVisitMissing
        case .supplyNotArrived: .supplyNotArrived
        case .lotRecalledAlready: .lotRecalledAlready
        case .supplyNotReplaceable: .supplyNotReplaceable
        case .consultFirst: .consultFirst
        case .halfImpossible: .halfImpossible

        case .checkInDateAhead: .checkInDateAhead
        case .checkInDateTooOld: .checkInDateTooOld
        case .treatmentNotStarted: .treatmentNotStarted
        case .treatmentEnded: .treatmentEnded
        case .checkInExists: .checkInExists
        case .checkInClosed: .checkInClosed
        case .checkInMissing: .checkInMissing
        case .takenDoesNotFitDose: .takenDoesNotFitDose
        case .doseChangeGone: .doseChangeGone
        case .doseChangeExpired: .doseChangeExpired
        case .treatmentNotPaused: .treatmentNotPaused
        case .treatmentAlreadyPaused: .treatmentAlreadyPaused
        case .prescriberResumes: .prescriberResumes
        case .flagOpen: .flagOpen
        case .doseNotAllowed: .doseNotAllowed
        case .pauseTooLong: .pauseTooLong
        case .resumeDateNotAllowed: .resumeDateNotAllowed
        case .readingNeeded: .readingNeeded
        case .flagNotGraver, .rotaEndsBeforeItBegins, .rotaNotAhead, .rotaBackupIsTheSame,
            .rotaOverlapsAnother,
            .rotaPersonUnfit, .rotaShiftsAhead, .pagerCodeWrong, .pagerCodeExpired, .pagerTriesOver:
            .onCall(self)
        case .webhookUnproven: .webhookUnproven
        case .webhookSettled: .webhookSettled
        case .webhookSecretUnfit: .webhookSecretUnfit
        case .jobNotDead: .jobNotDead
        case .fillReleaseRefused, .orderDispensed, .orderOver, .orderSubmissionOpen, .orderNotUnknown,
            .orderSecondPersonNeeded, .orderNotInTriage, .orderCancelRefused, .orderNotGivenUp,
            .orderTransferNeeded, .orderAnotherLives, .orderWithoutPrescription, .pharmacyUnfit,
            .pharmacyHasOrders, .pharmacyLicenceOverlaps, .pharmacyLicenceEndsBeforeItBegins:
            orderWords
        case .intakeNotYet, .intakeNotStarted, .intakeAlreadySubmitted, .intakeNotSubmitted,
            .medicationNotUnknown, .medicationIngredientUnknown, .medicationAlreadyEnded,
            .medicationEndsBeforeItStarts, .medicationNoQuestion, .eligibilityLetterOutOfDate,
            .eligibilityLetterOfAnother, .eligibilityRulesUnknown, .eligibilityNotEvaluated,
            .eligibilityIneligible, .eligibilityIncomplete, .eligibilityNoQuestion, .eligibilityNoClearance,
            .eligibilityClearanceMissing, .eligibilityClearanceReceived, .eligibilityAlreadyAnswered,
            .consentNotInForce, .consentAlreadySigned, .consentNotSigned, .consentNotWithdrawable,
            .flagAlreadyClosed, .flagOutcomeUnknown, .flagOutcomeUnfit, .flagPrescriberCloses:
            .intake(self)
        case .internalError:
            said(
                "Something went wrong on our side.", es: "Algo falló de nuestro lado.",
                "Nothing of it is your fault. Quote the instance when you tell us.",
                es: "No es culpa suya. Mencione el valor de instance al avisarnos.")
        case .unavailable:
            said(
                "Not possible at the moment.", es: "No es posible en este momento.",
                "Try again after the seconds in Retry-After, with the same Idempotency-Key if you sent one.",
                es:
                    "Inténtelo de nuevo pasados los segundos de Retry-After, con la misma Idempotency-Key si envió una."
            )
        }
    }

    func said(
        _ title: String, es spanishTitle: String, _ detail: String, es spanishDetail: String
    ) -> ProblemWords {
        ProblemWords(title: Words(en: title, es: spanishTitle), detail: Words(en: detail, es: spanishDetail))
    }
}
