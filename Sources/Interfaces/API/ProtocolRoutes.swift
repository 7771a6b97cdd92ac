import Access
import CarePath
import HTTPTypes
import StrictJSON
import Wire

/// The protocols by which is prescribed, and the medical director's yes to them.
package struct ProtocolRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .get, "/v1/staff/protocols", "The protocols of this server, and who approved them.",
                permission: .readProgram
            ) { call in
                try await Answer(Page(items: care.protocols(by: call.actor).map(ProtocolAnswer.init)))
            },
            Route(
                .post, "/v1/staff/protocols/{protocol}/approve",
                "A medical director says yes to a version, by the hash of its file.",
                permission: .manageProgram, idempotency: .accepted, body: .json
            ) { call in
                let (version, sha256) = try call.read { body in
                    let version = body.integer("version", in: 1...1_000_000)
                    let sha256 = body.string("sha256", length: 64...64)
                    return body.made { (version.value, sha256.value) }
                }
                return try await call.once({ try Answer(ProtocolAnswer($0)) }) { once in
                    try await care.approveProtocol(
                        call.text("protocol"), version: version, sha256: sha256, once: once, by: call.signedIn
                    )
                }
            },
        ]
    }
}
