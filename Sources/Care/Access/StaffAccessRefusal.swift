import Clinic

/// Why somebody did not come to the care team, or did not get or lose a role.
package enum StaffAccessRefusal: Refusing, CaseIterable {
    /// No such one-time link.
    case linkUnknown
    case linkExpired
    /// It worked once, or a newer one took its place.
    case linkUsed
    /// The authenticator's code does not fit the secret that was shown.
    case totpWrong
    /// Shorter than 12 characters, longer than 256, or easy to guess.
    case passwordTooWeak
    /// A link of `lozenged setup` must be told who enrols.
    case identityMissing
    /// Somebody of the care team has this e-mail already.
    case emailTaken
    /// No role at all, or one that is not granted to people (`patient`).
    case roleNotGrantable
    /// The account has this role, or a grant of it waits for approval.
    case alreadyGranted
    /// The account is inactive; invite the person again.
    case accountInactive
    /// The grant was approved by somebody else, or has ended.
    case grantNotPending
    /// Nobody grants to themselves, and who granted a signing role does not approve it.
    case secondPersonRequired
    /// The last administrator stays.
    case lastAdministrator
    /// `lozenged setup` has given out its two links, or there is a care team already.
    case alreadySetUp

    package var code: String {
        switch self {
        case .linkUnknown: "link_unknown"
        case .linkExpired: "link_expired"
        case .linkUsed: "link_used"
        case .totpWrong: "totp_wrong"
        case .passwordTooWeak: "password_too_weak"
        case .identityMissing: "identity_missing"
        case .emailTaken: "email_taken"
        case .roleNotGrantable: "role_not_grantable"
        case .alreadyGranted: "already_granted"
        case .accountInactive: "account_inactive"
        case .grantNotPending: "grant_not_pending"
        case .secondPersonRequired: "second_person_required"
        case .lastAdministrator: "last_administrator"
        case .alreadySetUp: "already_set_up"
        }
    }
}
