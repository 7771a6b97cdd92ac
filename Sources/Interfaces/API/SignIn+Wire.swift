import Access
import CarePath
import Clinic
import Clocks
import Foundation
import StrictJSON
import Wire

/// The three ways to a pair of tokens, read and checked.
enum SignInProof: Sendable {
    case code(String, at: SignInAddress)
    case refresh(String)
    case password(email: EmailAddress, password: String, totp: String)

    /// Which way, as the body names it.
    enum Kind: String, CaseIterable {
        case code, refresh, password
    }
}

extension TokenAnswer {
    init(_ signedIn: SignedIn, realm: Realm) {
        let caller = signedIn.caller
        self.init(
            accessToken: signedIn.accessToken, tokenType: "Bearer", expiresIn: signedIn.expiresIn,
            refreshToken: signedIn.refreshToken,
            account: Account(
                id: caller.accountID.uuidString.lowercased(), handle: signedIn.handle,
                kind: caller.kind.rawValue,
                roles: caller.roles.map(\.rawValue).sorted()),
            environment: realm.rawValue)
    }
}

extension EnrolmentAnswer {
    init(_ offer: EnrolmentOffer) {
        self.init(
            name: offer.name, email: offer.email, roles: offer.roles.map(\.rawValue),
            totpSecret: offer.totpSecret,
            otpauth: offer.otpauth, expiresAt: offer.expiresAt.rfc3339)
    }
}

extension JSONReader {
    /// `channel` and `address`, which must fit each other.
    mutating func signInAddress() -> SignInAddress? {
        guard let channel = option("channel", of: SignInAddress.Channel.self).ifRead else {
            // Where the channel is wrong already, the address has nothing to fit.
            _ = optionalValue("address")
            return nil
        }
        let format: JSONFormat =
            switch channel {
            case .email: .email
            case .text: .phone
            }
        let address = parse("address", as: format) { SignInAddress(channel: channel, $0) }
        return made { address.value }
    }

    mutating func signIn() -> SignInProof? {
        let kind = option("grantType", of: SignInProof.Kind.self)
        switch kind.ifRead {
        case .code?:
            let address = signInAddress()
            let code = sixDigits("code")
            return address.flatMap { address in made { .code(code.value, at: address) } }
        case .refresh?:
            let token = string("refreshToken", length: 1...200)
            return made { .refresh(token.value) }
        case .password?:
            let email = parse("email", as: .email) { EmailAddress($0) }
            let password = string("password", length: 1...1024)
            let totp = sixDigits("totp")
            return made { .password(email: email.value, password: password.value, totp: totp.value) }
        case nil:
            // What else was sent may be right for the way that was meant.
            for name in ["channel", "address", "code", "refreshToken", "email", "password", "totp"] {
                _ = optionalValue(name)
            }
            return nil
        }
    }

    mutating func enrolment() -> (token: String, proof: EnrolmentProof)? {
        let token = string("token", length: 1...200)
        let name = optionalString("name", length: 1...100)
        let email = optionalParse("email", as: .email) { EmailAddress($0) }
        let password = string("password", length: 1...1024)
        let totp = sixDigits("totp")
        return made {
            let proof = EnrolmentProof(
                name: name.value, email: email.value, password: password.value, totp: totp.value)
            return (token.value, proof)
        }
    }

    private mutating func sixDigits(_ name: String) -> JSONField<String> {
        parse(name, as: .sixDigits) { $0.wholeMatch(of: /[0-9]{6}/) == nil ? nil : $0 }
    }
}
