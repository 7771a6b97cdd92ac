import Clinic

/// Why somebody is not signed in, or not any more. None of these says whether an account exists.
package enum AccessRefusal: Refusing, CaseIterable {
    /// Not the code that was sent, or none was sent to this address.
    case codeWrong
    /// Ten minutes have passed, or the code has been used.
    case codeExpired
    /// Five wrong codes: this one is dead, ask for a new one.
    case tooManyTries
    /// Unknown account, wrong password, wrong or repeated authenticator code, account inactive: one answer for all.
    case credentialsWrong
    /// Refresh it, or sign in again.
    case tokenExpired
    /// Not one of ours, not of this installation, or its session was ended.
    case tokenInvalid
    /// A refresh token came a second time: somebody has a copy, so the whole session is over.
    case refreshReused
    /// Too many passwords are being checked at this moment.
    case busy

    package var code: String {
        switch self {
        case .codeWrong: "code_wrong"
        case .codeExpired: "code_expired"
        case .tooManyTries: "too_many_tries"
        case .credentialsWrong: "credentials_wrong"
        case .tokenExpired: "token_expired"
        case .tokenInvalid: "token_invalid"
        case .refreshReused: "refresh_reused"
        case .busy: "busy"
        }
    }
}
