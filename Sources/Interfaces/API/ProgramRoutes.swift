import Access
import CarePath
import Clinic
import HTTPTypes
import Intakes
import StrictJSON
import Wire

/// Where the program works, in which words, and who waits for it to come to their state.
package struct ProgramRoutes: RouteTopic {
    let care: CarePath
    let version: String

    package var routes: [Route] {
        [
            Route(
                .get, "/v1/program", "Where and in which words the program works today.", permission: .anyone
            ) {
                call in
                try Answer(
                    ProgramAnswer(
                        care.program, states: await care.servedStates(), realm: care.access.realm,
                        version: version,
                        in: call.language))
            },
            Route(
                .post, "/v1/waitlist", "Leaves an address for the day a state is served.",
                permission: .anyone,
                idempotency: .accepted, limit: .screening, body: .json, success: .accepted
            ) { call in
                let entry = try call.read { $0.waitlistEntry(otherwise: call.language) }
                return try await call.once({ try Answer(WaitlistAnswer($0)) }) { once in
                    try await care.joinWaitlist(entry, once: once)
                }
            },
            Route(
                .put, "/v1/staff/program/states/{state}",
                "Says from when, and until when, a state is served.",
                permission: .manageProgram, body: .json
            ) { call in
                guard let state = StateCode(call.text("state")) else { throw NotFound() }
                let spell = try call.read { $0.servedState(state) }
                try await care.serve(spell, by: call.actor)
                return try Answer(ServedStateAnswer(spell))
            },
        ]
    }
}
