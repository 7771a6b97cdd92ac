import Access
import Clinic
import Clocks
import HTTPTypes
import StrictJSON
import Wire

/// `/dev`: the levers of a made-up clinic. Mounted by `lozenged dev` alone.
package struct DevRoutes: RouteTopic {
    let controls: any DevControls

    package var routes: [Route] {
        [
            Route(
                .get, "/dev/clock", "What time it is in the program.", permission: .anyone, limit: .unlimited
            ) { _ in
                try await Answer(controls.clock())
            },
            Route(
                .post, "/dev/clock/advance", "Moves the program's time on and does all that falls due.",
                permission: .anyone, limit: .unlimited, body: .json
            ) { call in
                let goal = try call.read { body in
                    let to = body.parse("to", as: .goal) {
                        $0 == "now" ? .now : Instant(rfc3339: $0).map(DevClockGoal.instant)
                    }
                    return body.made { to.value }
                }
                return try await Answer(controls.advanceClock(to: goal))
            },
            Route(
                .get, "/dev/messages", "What was sent to people.", permission: .anyone, limit: .unlimited,
                query: [.to, .limit]
            ) { call in
                let limit = try call.query.integer(.limit, in: 1...1000) ?? 200
                let messages = try await controls.messages(to: try call.query.text(.to), limit: limit)
                return try Answer(Page(items: messages))
            },
            Route(.get, "/dev/people", "Who was made up.", permission: .anyone, limit: .unlimited) { _ in
                try await Answer(DevPeopleAnswer(stages: controls.stages, items: controls.people()))
            },
            Route(
                .post, "/dev/people", "Makes somebody up.", permission: .anyone, limit: .unlimited,
                body: .json,
                success: .created
            ) { call in
                let stage = try call.read { body in
                    let stage = body.parse("stage", as: .stage(controls.stages)) {
                        controls.stages.contains($0) ? $0 : nil
                    }
                    return body.made { stage.value }
                }
                return try await Answer(controls.makePerson(at: stage))
            },
        ]
    }
}

extension QueryParameter {
    fileprivate static let to: QueryParameter = "to"
}

extension JSONFormat {
    fileprivate static let goal = JSONFormat(
        "a date and time with its zone, or the word now", es: "una fecha y hora con su zona, o la palabra now"
    )

    fileprivate static func stage(_ stages: [String]) -> JSONFormat {
        let list = stages.joined(separator: ", ")
        return JSONFormat("one of \(list)", es: "uno de \(list)")
    }
}
