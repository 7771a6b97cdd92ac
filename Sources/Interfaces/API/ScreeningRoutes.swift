import Access
import CarePath
import HTTPTypes
import Intakes
import StrictJSON
import Wire

/// The short, anonymous questionnaire before an account exists.
package struct ScreeningRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .post, "/v1/screenings", "Answers the screening: what the rules say to it, and whom to call.",
                permission: .anyone, idempotency: .accepted, limit: .screening, body: .fhir, success: .created
            ) { call in
                let submission = try call.read { $0.screening(in: call.language) }
                let crisis = CrisisResources(care.program.screening.crisis, in: call.language)
                do {
                    return try await call.once({
                        try Answer(ScreeningAnswer($0, in: call.language, crisis: crisis))
                    }) { once in
                        try await care.takeScreening(submission, once: once)
                    }
                } catch let wrong as JSONProblems {
                    // The questionnaire points into the response; the caller sent it as a part of the body.
                    let inBody = JSONPointer.root.member("response")
                    throw JSONProblems(wrong.problems.map { $0.inside(inBody) })
                }
            }
        ]
    }
}
