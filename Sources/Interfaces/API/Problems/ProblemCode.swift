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
            .workItemAlreadyResolved,
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
