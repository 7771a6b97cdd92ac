import Clinic
import Clocks
import Foundation

/// What one of the care team signs in with: password and authenticator, always both.
package struct StaffCredential: Sendable {
    package let account: UUID
    package let password: PasswordHash
    package let totp: TOTPSecret

    /// Wrong authenticator codes after a right password, in a row; then no code counts for a while. Who gets that
    /// far has the password, and a million codes are soon tried. A wrong password locks nobody out. Our choice.
    package static let secondFactorTries = 5
    package static let secondFactorPause = Duration.minutes(15)

    package init(account: UUID, password: PasswordHash, totp: TOTPSecret) {
        self.account = account
        self.password = password
        self.totp = totp
    }
}
