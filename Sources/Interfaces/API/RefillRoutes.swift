import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import Prescriptions
import RefillReviews
import StrictJSON
import Treatments
import Wire

/// The next 30 days: what patients say before they are decided, what is at home, and the care team's packet and decision.
package struct RefillRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { own + supply + reading + deciding }

    private var own: [Route] {
        [
            Route(
                .get, "/v1/me/refill-review", "How far the decision on one's next supply has come.",
                permission: .ownRecord
            ) { call in
                let view = try await care.ownRefillReview(of: call.ownID(), by: call.actor)
                return try Answer(OwnRefillReviewAnswer(view, program: care.program, in: call.language))
            },
            Route(
                .post, "/v1/me/refill-review", "Answers the questions of the review.",
                permission: .ownRecord, idempotency: .required, body: .json
            ) { call in
                let reply = try call.read { $0.refillReply() }
                let (program, language) = (care.program, call.language)
                return try await call.once({
                    try Answer(OwnRefillReviewAnswer($0, program: program, in: language))
                }) { try await care.answerRefillReview(reply, once: $0, by: call.ownID()) }
            },
            Route(
                .post, "/v1/me/refill-requests", "Asks for the next supply now.", permission: .ownRecord,
                idempotency: .required
            ) { call in
                let (language, instance) = (call.language, call.requestID)
                return try await call.once({ wish in
                    switch wish {
                    case .underWay(let fill): return try Answer(NextFillAnswer(fill))
                    case .tooSoon(let date):
                        return try Rejection.refillTooSoon(until: date).answer(
                            in: language, instance: instance)
                    }
                }) { try await care.requestRefill(once: $0, by: call.ownID()) }
            },
        ]
    }

    private var supply: [Route] {
        [
            Route(
                .get, "/v1/me/counts", "One's counts of lozenges, the latest first.",
                permission: .ownRecord
            ) { call in
                let counts = try await care.counts(of: call.ownID(), by: call.actor)
                return try Answer(Page(items: counts.map(CountAnswer.init)))
            },
            Route(
                .post, "/v1/me/counts", "Says how many lozenges are there.", permission: .ownRecord,
                idempotency: .required, body: .json
            ) { call in
                let (count, occasion) = try call.read { $0.lozengeCount() }
                return try await call.once({ try Answer(CountAnswer($0)) }) {
                    try await care.counted(count, on: occasion, once: $0, by: call.ownID())
                }
            },
            Route(
                .post, "/v1/me/supply-events", "Says that lozenges are gone without having been taken.",
                permission: .ownRecord, idempotency: .required, body: .json
            ) { call in
                let (kind, count) = try call.read { $0.supplyLoss() }
                return try await call.once({ try Answer(SupplyAnswer($0)) }) {
                    try await care.supplyGone(count, kind, once: $0, by: call.ownID())
                }
            },
        ]
    }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/refill-reviews",
                "Refill reviews under way by the day they are due; with atRisk those with a date missed, with all every one.",
                permission: .readPatients, query: QueryParameter.page + [.due, .atRisk, .all]
            ) { call in
                let page = try call.page()
                let which: RefillFilter.Which =
                    try call.query.flag(.atRisk) ? .atRisk : call.query.flag(.all) ? .all : .underWay
                let found = try await care.refillReviews(
                    RefillFilter(which, dueBy: try call.query.date(.due)),
                    after: page.position(as: RefillPage.Position.self), limit: page.limit, by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(items: found.lines.map(RefillReviewAnswer.init), nextCursor: next), next: next)
            },
            Route(
                .get, "/v1/staff/refill-reviews/{review}",
                "All that a prescriber weighs before the next 30 days.", permission: .readPatients
            ) { call in
                let packet = try await care.refillPacket(review(of: call), by: call.actor)
                return try Answer(RefillPacketAnswer(packet, program: care.program, in: call.language))
            },
        ]
    }

    private var deciding: [Route] {
        [
            Route(
                .post, "/v1/staff/refill-reviews/{review}/decide", "Decides on the next 30 days.",
                permission: .prescribe, idempotency: .required, body: .json
            ) { call in
                let decision = try call.read { $0.refillDecision() }
                let id = try await review(of: call)
                return try await call.once({ try Answer(RefillReviewAnswer($0)) }) {
                    try await care.decideRefillReview(id, decision, once: $0, by: call.signedIn)
                }
            }
        ]
    }

    private func review(of call: Call) async throws -> ID<RefillReview> {
        try await call.reference("review", prefix: "rr") { handle in
            try await care.refillReviewID(handle: handle, by: call.actor)
        }
    }
}

extension JSONReader {
    /// Whole lozenges under `name`, and `half` for half a one beside them.
    fileprivate mutating func lozenges(_ name: String) -> JSONField<LozengeCount> {
        let whole = integer(name, in: 0...1000)
        let half = optionalBoolean("half")
        guard let whole = whole.ifRead, let half = half.ifRead else { return JSONField(nil) }
        return JSONField(LozengeCount(whole: whole, half: half ?? false))
    }

    /// A count of lozenges, and on which occasion: asked for, where it is not said.
    mutating func lozengeCount() -> (LozengeCount, CountOccasion)? {
        let count = lozenges("lozenges")
        let occasion = optionalOption("occasion", of: CountOccasion.self)
        return made { (count.value, occasion.value ?? .asked) }
    }

    /// Lozenges that are gone, and how.
    mutating func supplyLoss() -> (SupplyLoss, LozengeCount)? {
        let kind = option("kind", of: SupplyLoss.self)
        let count = lozenges("lozenges")
        return made { (kind.value, count.value) }
    }

    fileprivate mutating func refillReply() -> RefillReply? {
        let phq9 = integers("phq9", count: 9...9, in: 0...3)
        let gad7 = integers("gad7", count: 7...7, in: 0...3)
        let urinary = integer("urinary", in: 0...3)
        let wish = option("wish", of: RefillReview.Wish.self)
        let count = lozenges("count")
        let note = optionalText("note", length: 1...4000)
        return made {
            RefillReply(
                phq9: phq9.value, gad7: gad7.value, urinary: urinary.value, wish: wish.value,
                count: count.value, note: note.value)
        }
    }

    fileprivate mutating func refillDecision() -> RefillDecision? {
        let outcome = option("outcome", of: RefillReview.Outcome.self)
        let note = text("note", length: 1...4000)
        let lookAgainOn = optionalParse("lookAgainOn", as: .date) { LocalDate($0) }
        let justification = optionalText("justification", length: 1...4000)
        let legalBasis = optionalOption("legalBasis", of: LegalBasisCode.self)
        return made {
            RefillDecision(
                outcome: outcome.value, note: note.value, lookAgainOn: lookAgainOn.value,
                justification: justification.value, legalBasis: legalBasis.value)
        }
    }
}

extension QueryParameter {
    fileprivate static let due: QueryParameter = "due"
    fileprivate static let atRisk: QueryParameter = "atRisk"
    fileprivate static let all: QueryParameter = "all"
}
