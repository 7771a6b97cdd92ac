import Access
import CarePath
import HTTPTypes
import StrictJSON
import Wire

/// Codes, tokens, and the way into the care team. Nothing here is ever kept under an idempotency key: a repeated
/// sign-in must be weighed anew, and tokens are stored nowhere in the clear.
package struct SignInRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .post, "/v1/auth/code",
                "Asks for a sign-in code; the answer is the same for a strange address.",
                permission: .anyone, limit: .signIn, body: .json, success: .accepted
            ) { call in
                let address = try call.read { $0.signInAddress() }
                return try await Answer(CodeSent(care.requestCode(to: address, in: call.language)))
            },
            Route(
                .post, "/v1/auth/token", "Signs in by code or by password and authenticator, or refreshes.",
                permission: .anyone, limit: .signIn, body: .json
            ) { call in
                let signedIn =
                    switch try call.read({ $0.signIn() }) {
                    case .code(let code, let address): try await care.signIn(withCode: code, at: address)
                    case .refresh(let token): try await care.signIn(refreshToken: token)
                    case .password(let email, let password, let totp):
                        try await care.signIn(email: email, password: password, totp: totp)
                    }
                return try Answer(TokenAnswer(signedIn, realm: care.access.realm))
            },
            Route(
                .post, "/v1/auth/revoke", "Signs out: this session, or all of the account's.",
                permission: .signedIn,
                body: .json, success: .noContent
            ) { call in
                let everywhere = try call.read { body in
                    let everywhere = body.optionalBoolean("everywhere")
                    return body.made { everywhere.value ?? false }
                }
                try await care.signOut(call.signedIn, everywhere: everywhere)
                return .empty
            },
            Route(
                .post, "/v1/auth/enrolments", "Opens a one-time link: what an authenticator app needs.",
                permission: .anyone, limit: .signIn, body: .json
            ) { call in
                let token = try call.read { body in
                    let token = body.string("token", length: 1...200)
                    return body.made { token.value }
                }
                return try await Answer(EnrolmentAnswer(care.startEnrolment(token)))
            },
            Route(
                .post, "/v1/auth/enrolments/complete", "Sets the password and proves the authenticator.",
                permission: .anyone, limit: .signIn, body: .json, success: .noContent
            ) { call in
                let (token, proof) = try call.read { $0.enrolment() }
                try await care.completeEnrolment(token, with: proof)
                return .empty
            },
        ]
    }
}
