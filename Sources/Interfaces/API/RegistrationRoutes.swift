import Access
import CarePath
import HTTPTypes
import Wire

/// From a screening to an account.
package struct RegistrationRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .post, "/v1/patients", "Becomes a patient; a sign-in code is sent to the e-mail.",
                permission: .anyone,
                idempotency: .required, limit: .screening, body: .json, success: .accepted
            ) { call in
                let registration = try call.read { $0.registration() }
                return try await call.once({ try Answer(CodeSent($0)) }) { once in
                    try await care.register(registration, once: once)
                }
            }
        ]
    }
}
