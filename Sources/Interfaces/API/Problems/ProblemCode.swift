import HTTPTypes

/// Every way in which this server says no. The raw value is part of the contract and never changes; a client
/// decides by it, never by the words.
package enum ProblemCode: String, Sendable, CaseIterable {
    // The request itself.
    case malformedJSON = "malformed_json"
    case bodyIncomplete = "body_incomplete"
    case unexpectedBody = "unexpected_body"
    case invalidQuery = "invalid_query"
    case invalidCursor = "invalid_cursor"
    case invalidIdempotencyKey = "invalid_idempotency_key"
    case idempotencyKeyRequired = "idempotency_key_required"
    case validationFailed = "validation_failed"
    case methodNotAllowed = "method_not_allowed"
    case notAcceptable = "not_acceptable"
    case requestTimeout = "request_timeout"
    case bodyTooLarge = "body_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case tooManyRequests = "too_many_requests"

    // Who asks, and for what.
    case unauthenticated = "unauthenticated"
    case codeWrong = "code_wrong"
    case codeExpired = "code_expired"
    case tooManyTries = "too_many_tries"
    case credentialsWrong = "credentials_wrong"
    case tokenExpired = "token_expired"
    case tokenInvalid = "token_invalid"
    case refreshReused = "refresh_reused"
    case busy = "busy"
    case forbidden = "forbidden"
    case notFound = "not_found"

    // Repetition and concurrency.
    case idempotencyInProgress = "idempotency_in_progress"
    case idempotencyKeyReused = "idempotency_key_reused"
    case preconditionRequired = "precondition_required"
    case stale = "stale"

    // The program.
    case screeningUnknown = "screening_unknown"
    case screeningUsed = "screening_used"
    case screeningExpired = "screening_expired"
    case screeningNotYetExpired = "screening_not_yet_expired"
    case screeningNotQualified = "screening_not_qualified"
    case birthDateDiffers = "birth_date_differs"
    case stateDiffers = "state_differs"
    case timeZoneNotInState = "time_zone_not_in_state"
    case screeningNeedsNoReview = "screening_needs_no_review"
    case screeningAlreadyDecided = "screening_already_decided"
    case workItemClaimedByAnother = "work_item_claimed_by_another"
    case workItemNotClaimed = "work_item_not_claimed"
    case workItemAlreadyResolved = "work_item_already_resolved"
    case workItemSettledElsewhere = "work_item_settled_elsewhere"
    case workItemOutcomeUnknown = "work_item_outcome_unknown"
    case snoozeOutOfRange = "snooze_out_of_range"
    case colleagueUnfit = "colleague_unfit"

    // The care team's accounts.
    case linkUnknown = "link_unknown"
    case linkExpired = "link_expired"
    case linkUsed = "link_used"
    case totpWrong = "totp_wrong"
    case passwordTooWeak = "password_too_weak"
    case identityMissing = "identity_missing"
    case emailTaken = "email_taken"
    case roleNotGrantable = "role_not_grantable"
    case alreadyGranted = "already_granted"
    case accountInactive = "account_inactive"
    case grantNotPending = "grant_not_pending"
    case secondPersonRequired = "second_person_required"
    case lastAdministrator = "last_administrator"
    case alreadySetUp = "already_set_up"

    // Where the program works.
    case serviceEndsBeforeItBegins = "service_ends_before_it_begins"
    case serviceOverlapsAnother = "service_overlaps_another"

    // Intake and eligibility.
    case intakeNotYet = "intake_not_yet"
    case intakeNotStarted = "intake_not_started"
    case intakeAlreadySubmitted = "intake_already_submitted"
    case intakeNotSubmitted = "intake_not_submitted"
    case medicationNotUnknown = "medication_not_unknown"
    case medicationIngredientUnknown = "medication_ingredient_unknown"
    case medicationAlreadyEnded = "medication_already_ended"
    case medicationEndsBeforeItStarts = "medication_ends_before_it_starts"
    case medicationNoQuestion = "medication_no_question"
    case eligibilityLetterOutOfDate = "eligibility_letter_out_of_date"
    case eligibilityLetterOfAnother = "eligibility_letter_of_another"
    case eligibilityRulesUnknown = "eligibility_rules_unknown"
    case eligibilityNotEvaluated = "eligibility_not_evaluated"
    case eligibilityIneligible = "eligibility_ineligible"
    case eligibilityIncomplete = "eligibility_incomplete"
    case eligibilityNoQuestion = "eligibility_no_question"
    case eligibilityNoClearance = "eligibility_no_clearance"
    case eligibilityClearanceMissing = "eligibility_clearance_missing"
    case eligibilityClearanceReceived = "eligibility_clearance_received"
    case eligibilityAlreadyAnswered = "eligibility_already_answered"
    case consentNotInForce = "consent_not_in_force"
    case consentAlreadySigned = "consent_already_signed"
    case consentNotSigned = "consent_not_signed"
    case consentNotWithdrawable = "consent_not_withdrawable"
    case flagAlreadyClosed = "flag_already_closed"
    case flagOutcomeUnknown = "flag_outcome_unknown"
    case flagOutcomeUnfit = "flag_outcome_unfit"
    case flagPrescriberCloses = "flag_prescriber_closes"

    // Visits.
    case consultNotReady = "consult_not_ready"
    case timeNotOffered = "time_not_offered"
    case slotTaken = "slot_taken"
    case holdExpired = "hold_expired"
    case consultNotConfirmed = "consult_not_confirmed"
    case consultNotStarted = "consult_not_started"
    case consultAlreadyStarted = "consult_already_started"
    case consultAlreadyCompleted = "consult_already_completed"
    case consultNotCompleted = "consult_not_completed"
    case consultEnded = "consult_ended"
    case consultTooEarly = "consult_too_early"
    case consultTooLateToMove = "consult_too_late_to_move"
    case consultOfAnotherPrescriber = "consult_of_another_prescriber"
    case prescriberNotLicensed = "prescriber_not_licensed"
    case prescriberInactive = "prescriber_inactive"
    case outcomeDetailMissing = "outcome_detail_missing"
    case notAPrescriber = "not_a_prescriber"
    case npiTaken = "npi_taken"
    case prescriberSpellOverlaps = "prescriber_spell_overlaps"
    case prescriberSpellEndsBeforeItBegins = "prescriber_spell_ends_before_it_begins"
    case coverUnfit = "cover_unfit"
    case prescriberHasVisits = "prescriber_has_visits"

    // Prescriptions.
    case consultNotApproved = "consult_not_approved"
    case prescriptionAlreadyDrafted = "prescription_already_drafted"
    case prescriptionTermsWrong = "prescription_terms_wrong"
    case protocolNotApproved = "protocol_not_approved"
    case protocolUnknown = "protocol_unknown"
    case prescriptionNotReady = "prescription_not_ready"
    case prescriptionVoid = "prescription_void"
    case prescriptionAlreadySigned = "prescription_already_signed"
    case prescriptionNotSigned = "prescription_not_signed"
    case prescriptionNotInForce = "prescription_not_in_force"
    case prescriptionCancelNotRequested = "prescription_cancel_not_requested"
    case prescriptionEnded = "prescription_ended"
    case gatesClosed = "gates_closed"
    case secondFactorUsed = "second_factor_used"
    case prescriptionDeliveryNotPossible = "prescription_delivery_not_possible"
    case pdmpQueryAhead = "pdmp_query_ahead"
    case fillOnHold = "fill_on_hold"
    case fillNotReleased = "fill_not_released"
    case fillAlreadyReleased = "fill_already_released"
    case fillNotDispensed = "fill_not_dispensed"
    case fillAlreadyDispensed = "fill_already_dispensed"
    case fillEnded = "fill_ended"
    case fillNotAllowed = "fill_not_allowed"

    // Pharmacy orders.
    case fillReleaseRefused = "fill_release_refused"
    case orderDispensed = "order_dispensed"
    case orderOver = "order_over"
    case orderSubmissionOpen = "order_submission_open"
    case orderNotUnknown = "order_not_unknown"
    case orderSecondPersonNeeded = "order_second_person_needed"
    case orderNotInTriage = "order_not_in_triage"
    case orderCancelRefused = "order_cancel_refused"
    case orderNotGivenUp = "order_not_given_up"
    case orderTransferNeeded = "order_transfer_needed"
    case orderAnotherLives = "order_another_lives"
    case orderWithoutPrescription = "order_without_prescription"
    case pharmacyUnfit = "pharmacy_unfit"
    case pharmacyHasOrders = "pharmacy_has_orders"
    case pharmacyLicenceOverlaps = "pharmacy_licence_overlaps"
    case pharmacyLicenceEndsBeforeItBegins = "pharmacy_licence_ends_before_it_begins"

    // Shipments and treatments.
    case shipmentAlreadyReceived = "shipment_already_received"
    case shipmentEnded = "shipment_ended"
    case damagedExceedsCount = "damaged_exceeds_count"
    case shipmentOnTheWay = "shipment_on_the_way"
    case shipmentNotTracked = "shipment_not_tracked"
    case treatmentNotArrived = "treatment_not_arrived"
    case firstDayPast = "first_day_past"
    case firstDayTooLate = "first_day_too_late"
    case firstDayFixed = "first_day_fixed"

    // Refill reviews and the supply at home.
    case refillReviewNotOpen = "refill_review_not_open"
    case refillReviewDecided = "refill_review_decided"
    case refillReviewClosed = "refill_review_closed"
    case renewalGatesClosed = "renewal_gates_closed"
    case lookAgainOutOfRange = "look_again_out_of_range"
    case refillNotDecided = "refill_not_decided"
    case refillTooSoon = "refill_too_soon"
    case refillVisitMissing = "refill_visit_missing"
    case supplyNotArrived = "supply_not_arrived"
    case lotRecalledAlready = "lot_recalled_already"
    case supplyNotReplaceable = "supply_not_replaceable"
    case consultFirst = "consult_first"
    case halfImpossible = "half_impossible"

    // Daily life: check-ins, doses, pauses.
    case checkInDateAhead = "check_in_date_ahead"
    case checkInDateTooOld = "check_in_date_too_old"
    case treatmentNotStarted = "treatment_not_started"
    case treatmentEnded = "treatment_ended"
    case checkInExists = "check_in_exists"
    case checkInClosed = "check_in_closed"
    case checkInMissing = "check_in_missing"
    case takenDoesNotFitDose = "taken_does_not_fit_dose"
    case doseChangeGone = "dose_change_gone"
    case doseChangeExpired = "dose_change_expired"
    case treatmentNotPaused = "treatment_not_paused"
    case treatmentAlreadyPaused = "treatment_already_paused"
    case prescriberResumes = "prescriber_resumes"
    case flagOpen = "flag_open"
    case doseNotAllowed = "dose_not_allowed"
    case pauseTooLong = "pause_too_long"
    case resumeDateNotAllowed = "resume_date_not_allowed"
    case readingNeeded = "reading_needed"

    // People's changes.
    case moveDateOutOfRange = "move_date_out_of_range"
    case moveConsequencesChanged = "move_consequences_changed"
    case contactUnchanged = "contact_unchanged"
    case contactTaken = "contact_taken"
    case identityChecklistIncomplete = "identity_checklist_incomplete"
    case contactChangeExpired = "contact_change_expired"
    case contactChangeDecided = "contact_change_decided"
    case contactChangeNotForRecovery = "contact_change_not_for_recovery"
    case contactChangeTooSoon = "contact_change_too_soon"
    case correctionUnchanged = "correction_unchanged"
    case birthDateImpossible = "birth_date_impossible"
    case recordEnded = "record_ended"
    case mergeSameRecord = "merge_same_record"
    case mergeBothPrescribed = "merge_both_prescribed"
    case mergeUnderWay = "merge_under_way"
    case mergePartOfAnother = "merge_part_of_another"
    case mergeDecided = "merge_decided"
    case mergeNotMerged = "merge_not_merged"
    case mergeUndoTooLate = "merge_undo_too_late"
    case requestResolved = "request_resolved"
    case requestNotExtendable = "request_not_extendable"
    case requestExtendedAlready = "request_extended_already"
    case requestLate = "request_late"
    case requestOutcomeUnfit = "request_outcome_unfit"
    case closingAsked = "closing_asked"
    case closingBlocked = "closing_blocked"
    case disclosureAhead = "disclosure_ahead"
    // On call.
    case flagNotGraver = "flag_not_graver"
    case rotaEndsBeforeItBegins = "rota_ends_before_it_begins"
    case rotaNotAhead = "rota_not_ahead"
    case rotaBackupIsTheSame = "rota_backup_is_the_same"
    case rotaOverlapsAnother = "rota_overlaps_another"
    case rotaPersonUnfit = "rota_person_unfit"
    case rotaShiftsAhead = "rota_shifts_ahead"
    case pagerCodeWrong = "pager_code_wrong"
    case pagerCodeExpired = "pager_code_expired"
    case pagerTriesOver = "pager_tries_over"

    // Partners' messages.
    case webhookUnproven = "webhook_unproven"
    case webhookSettled = "webhook_settled"
    case webhookSecretUnfit = "webhook_secret_unfit"

    // The program's machinery.
    case jobNotDead = "job_not_dead"

    // The platform.
    case internalError = "internal_error"
    case unavailable = "unavailable"

    package var status: HTTPResponse.Status {
        switch self {
        case .malformedJSON, .bodyIncomplete, .unexpectedBody, .invalidQuery, .invalidCursor,
            .invalidIdempotencyKey, .idempotencyKeyRequired:
            .badRequest
        case .unauthenticated, .codeWrong, .codeExpired, .tooManyTries, .credentialsWrong, .tokenExpired,
            .tokenInvalid, .refreshReused:
            .unauthorized
        case .forbidden: .forbidden
        case .notFound, .linkUnknown: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .requestTimeout: .requestTimeout
        case .idempotencyInProgress, .screeningUsed, .screeningNotQualified, .screeningNotYetExpired,
            .screeningNeedsNoReview,
            .screeningAlreadyDecided, .workItemClaimedByAnother, .workItemNotClaimed,
            .workItemAlreadyResolved, .workItemSettledElsewhere,
            .emailTaken, .alreadyGranted, .accountInactive, .grantNotPending, .secondPersonRequired,
            .lastAdministrator, .alreadySetUp, .serviceOverlapsAnother:
            .conflict
        case .screeningExpired, .linkExpired, .linkUsed: .gone
        case .stale: .preconditionFailed
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .validationFailed, .idempotencyKeyReused, .screeningUnknown, .birthDateDiffers, .stateDiffers,
            .timeZoneNotInState, .workItemOutcomeUnknown, .snoozeOutOfRange, .colleagueUnfit, .totpWrong,
            .passwordTooWeak, .identityMissing, .roleNotGrantable, .serviceEndsBeforeItBegins:
            .unprocessableContent
        // People's changes.
        case .moveDateOutOfRange, .identityChecklistIncomplete, .birthDateImpossible,
            .mergeSameRecord, .requestOutcomeUnfit, .disclosureAhead:
            .unprocessableContent
        case .moveConsequencesChanged, .contactUnchanged, .contactTaken, .contactChangeDecided,
            .contactChangeNotForRecovery, .contactChangeTooSoon, .correctionUnchanged,
            .recordEnded, .mergeBothPrescribed, .mergeUnderWay, .mergePartOfAnother,
            .mergeDecided, .mergeNotMerged, .mergeUndoTooLate, .requestResolved,
            .requestNotExtendable, .requestExtendedAlready, .requestLate, .closingAsked,
            .closingBlocked:
            .conflict
        case .contactChangeExpired:
            .gone
        // Intake and eligibility.
        case .intakeNotYet, .intakeNotStarted, .intakeAlreadySubmitted, .intakeNotSubmitted,
            .medicationNotUnknown, .eligibilityNotEvaluated, .eligibilityIneligible, .eligibilityIncomplete,
            .eligibilityNoQuestion, .eligibilityNoClearance, .eligibilityClearanceMissing,
            .eligibilityClearanceReceived, .eligibilityAlreadyAnswered, .consentAlreadySigned,
            .consentNotSigned, .consentNotWithdrawable, .flagAlreadyClosed, .flagPrescriberCloses,
            .medicationAlreadyEnded, .medicationNoQuestion:
            .conflict
        case .medicationIngredientUnknown, .consentNotInForce, .flagOutcomeUnknown, .flagOutcomeUnfit,
            .medicationEndsBeforeItStarts, .eligibilityLetterOutOfDate, .eligibilityLetterOfAnother,
            .eligibilityRulesUnknown:
            .unprocessableContent

        // Visits.
        case .consultNotReady, .slotTaken, .consultNotConfirmed, .consultNotStarted, .consultAlreadyStarted,
            .consultAlreadyCompleted, .consultNotCompleted, .consultEnded, .consultTooEarly,
            .consultTooLateToMove, .consultOfAnotherPrescriber, .prescriberInactive, .npiTaken,
            .prescriberSpellOverlaps, .prescriberHasVisits:
            .conflict
        case .timeNotOffered, .prescriberNotLicensed, .outcomeDetailMissing, .notAPrescriber,
            .prescriberSpellEndsBeforeItBegins, .coverUnfit:
            .unprocessableContent
        case .holdExpired:
            .gone

        // Prescriptions.
        case .consultNotApproved, .prescriptionAlreadyDrafted, .protocolNotApproved, .prescriptionNotReady,
            .prescriptionVoid, .prescriptionAlreadySigned, .prescriptionNotSigned, .prescriptionNotInForce,
            .prescriptionCancelNotRequested, .prescriptionEnded, .gatesClosed, .secondFactorUsed,
            .prescriptionDeliveryNotPossible, .fillOnHold, .fillNotReleased, .fillAlreadyReleased,
            .fillNotDispensed, .fillAlreadyDispensed, .fillEnded, .fillNotAllowed:
            .conflict
        case .prescriptionTermsWrong, .protocolUnknown, .pdmpQueryAhead: .unprocessableContent

        // Pharmacy orders.
        case .fillReleaseRefused, .orderDispensed, .orderOver, .orderSubmissionOpen, .orderNotUnknown,
            .orderSecondPersonNeeded, .orderNotInTriage, .orderCancelRefused, .orderNotGivenUp,
            .orderTransferNeeded, .orderAnotherLives, .orderWithoutPrescription, .pharmacyHasOrders,
            .pharmacyLicenceOverlaps:
            .conflict
        case .pharmacyUnfit, .pharmacyLicenceEndsBeforeItBegins:
            .unprocessableContent

        // Shipments and treatments.
        case .shipmentAlreadyReceived, .shipmentEnded, .shipmentOnTheWay, .shipmentNotTracked,
            .treatmentNotArrived, .firstDayFixed:
            .conflict
        case .damagedExceedsCount, .firstDayPast, .firstDayTooLate: .unprocessableContent

        // Refill reviews.
        case .refillReviewNotOpen, .refillReviewDecided, .refillReviewClosed, .renewalGatesClosed,
            .refillNotDecided, .refillTooSoon, .refillVisitMissing, .supplyNotArrived,
            .lotRecalledAlready, .supplyNotReplaceable, .consultFirst:
            .conflict
        case .lookAgainOutOfRange, .halfImpossible: .unprocessableContent

        // Daily life.
        case .checkInMissing:
            .notFound
        case .treatmentNotStarted, .treatmentEnded, .checkInExists, .checkInClosed, .doseChangeGone,
            .treatmentNotPaused, .treatmentAlreadyPaused, .prescriberResumes, .flagOpen, .readingNeeded:
            .conflict
        case .doseChangeExpired:
            .gone
        case .checkInDateAhead, .checkInDateTooOld, .takenDoesNotFitDose, .doseNotAllowed, .pauseTooLong,
            .resumeDateNotAllowed:
            .unprocessableContent

        // On call.
        case .flagNotGraver, .rotaOverlapsAnother, .rotaShiftsAhead, .pagerTriesOver: .conflict
        case .pagerCodeExpired: .gone
        case .rotaEndsBeforeItBegins, .rotaNotAhead, .rotaBackupIsTheSame, .rotaPersonUnfit, .pagerCodeWrong:
            .unprocessableContent

        // Partners' messages.
        case .webhookUnproven: .unauthorized
        case .webhookSettled: .conflict
        case .webhookSecretUnfit: .unprocessableContent

        // The program's machinery.
        case .jobNotDead: .conflict

        // Anything.
        case .preconditionRequired: .preconditionRequired
        case .tooManyRequests: .tooManyRequests
        case .internalError: .internalServerError
        case .busy, .unavailable: .serviceUnavailable
        }
    }

    /// Whether the answer may be kept under an idempotency key. A fault, a wrong sign-in or a limit says nothing
    /// of what the same request would meet a minute later.
    package var mayBeKept: Bool {
        switch status.code {
        case 400, 401, 403, 408, 413, 415, 429, 500...: false
        default: self != .idempotencyInProgress && self != .idempotencyKeyReused
        }
    }
}
