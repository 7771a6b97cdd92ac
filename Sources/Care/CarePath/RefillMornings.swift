import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import RefillReviews
import Safety
import Treatments

extension CarePath {
    /// The refill review's part of a treatment's morning, after the course has heard it: on day 14 of a cycle its review
    /// is opened, and every date of the needed-by chain that passed is an alarm with its owner. Hearing a morning twice
    /// changes nothing.
    func refillReviewMorning(
        after heard: HeardCourse, on date: LocalDate, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard !heard.treatment.state.isEnd else { return }
        let patient = ID<Patient>(heard.treatment.patient)
        let live = try connection.fetch(
            Self.lockLiveReviews(of: heard.treatment.id, since: date - Self.reviewsLookBack), "refill.live"
        ) { row in
            let review = try RefillReview(row)
            return (review, try SupplyProgress(row, of: review))
        }
        let cycle = heard.course.cycles.last { $0.day(of: date) != nil }
        let isDue = (cycle?.day(of: date) ?? 0) >= program.refills.opensOnDay
        let isMissing = isDue && !live.contains { $0.0.cycle == cycle?.number }
        let isWaiting = live.contains { !$1.hasArrived }
        if isMissing || isWaiting {
            let lead = try supplyLead(of: patient, on: connection)
            let chain = chain(runOut: heard.outcome?.decision.runOut ?? date - 1, lead: lead)
            // A review after one whose supply is on its way is about what comes when that is used up.
            let isComing = live.dropLast().contains { $1.isSubmitted && !$1.hasArrived }
            let later =
                isComing
                ? self.chain(
                    runOut: try runOutWithComing(heard.course, of: patient, from: date, on: connection),
                    lead: lead)
                : chain
            for (place, (review, progress)) in live.enumerated() {
                let isAfter = live[..<place].contains { $1.isSubmitted && !$1.hasArrived }
                try look(
                    at: review, progress, isAfter ? later : chain,
                    isLatest: review.cycle == live.last?.0.cycle && !isMissing,
                    heard.treatment, on: date, connection, now: now)
            }
            if isMissing, let cycle {
                let isAfter = live.contains { $1.isSubmitted && !$1.hasArrived }
                let chain =
                    isAfter
                    ? self.chain(
                        runOut: try runOutWithComing(heard.course, of: patient, from: date, on: connection),
                        lead: lead) : chain
                let review = RefillReview(
                    of: cycle.number, treatment: heard.treatment.id.uuid, patient: patient.uuid, on: date,
                    dueDay: cycle.firstDay + (program.refills.dueOnDay - 1), chain: chain, at: now)
                try open(review, by: actor, on: connection, now: now)
            }
        }
        if heard.course.days[date]?.isGap == true || heard.course.days[date - 1]?.isGap == true {
            try ownGaps(of: heard.treatment.id, on: date, connection)
        }
    }

    /// Reviews older than this have had their supply, or another one has been opened since.
    private static let reviewsLookBack = 75

    /// Says whose delay the recent gap days are, as the facts stand now.
    func ownGaps(of treatment: ID<Treatment>, on date: LocalDate, _ connection: Connection) throws {
        try connection.execute(
            Self.ownGaps(of: treatment, since: date - Self.reviewsLookBack), "refill.ownGaps")
    }

    /// The last date that what is at home and what is on its way cover together.
    func runOutWithComing(
        _ course: Course, of patient: ID<Patient>, from date: LocalDate, on connection: Connection
    ) throws -> LocalDate {
        let coming = try coming(to: patient, course, on: connection)
        let (outlook, start) = course.outlook(from: date, unreportedIsTaken: true, coming: coming)
        return outlook.runOut(from: start)
    }

    /// What is with a pharmacy or a carrier, as a lot that lasts; `nil` where nothing is.
    func coming(to patient: ID<Patient>, _ course: Course, on connection: Connection) throws -> Supply.Lot? {
        let amount = try connection.fetchFirst(
            Self.selectComing(to: patient), "refill.coming", decode: { try $0["coming_mg"] as Milligrams })
        guard let amount, amount > .zero, let first = course.days.all.last?.date else { return nil }
        return Supply.Lot(
            id: UUID(), useBy: first + program.pharmacyRules.beyondUseDays,
            strength: course.terms.form.strength,
            onHand: amount)
    }

    private func open(
        _ review: RefillReview, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard try review.insert(on: connection, now: now) else { return }
        try openReviewWork(review, on: connection, now: now)
        try tell(.refillReviewOpened, to: ID(review.patient), on: connection, now: now)
        try AuditEntry(
            "refillReview.open", .init("refillReview", review.id.uuid), patient: review.patient,
            detail: ["cycle": "\(review.cycle)"], by: actor, at: now
        ).record(on: connection)
    }

    /// The prescriber's task, due with the review at the clinic's end of that day.
    func openReviewWork(_ review: RefillReview, on connection: Connection, now: Instant) throws {
        try WorkItem.open(
            .refillReview, about: review.id.description, of: review.patient, reasons: ["\(review.cycle)"],
            due: (review.dueOn + 1).start(in: program.calendar.zone), on: connection, now: now)
    }

    /// One review on one morning: the dates as they are now, what passed of them, and whether it is looked at again.
    private func look(
        at before: RefillReview, _ progress: SupplyProgress, _ chain: NeededByChain, isLatest: Bool,
        _ treatment: Treatment, on date: LocalDate, _ connection: Connection, now: Instant
    ) throws {
        var review = before
        let outcome = review.decision?.outcome
        let isAwaited = review.isUnderWay || outcome?.isRenewal == true && !progress.hasArrived
        if isLatest, review.lookAgain(on: date) == .changed {
            try openReviewWork(review, on: connection, now: now)
        }
        if isAwaited, !review.state.isClosed, treatment.state.name != .paused {
            _ = review.reckon(chain)
            let missed = progress.alarms(chain, on: date)
            var fresh: [RefillAlarm] = []
            for alarm in missed where try alarm.insert(of: review.id, on: connection, now: now) {
                fresh.append(alarm)
            }
            if !fresh.isEmpty {
                try WorkItem.open(
                    .refillAlarm, about: review.id.description, of: review.patient,
                    reasons: fresh.map(\.step.rawValue),
                    due: try program.workItems.due(.refillAlarm, arisingAt: now), on: connection, now: now)
            }
        }
        if review.version != before.version { try review.save(on: connection) }
    }

    /// Measures how long pharmacies and carriers take; once a day.
    package func measurePace(by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            let rules = program.refills.percentiles
            try connection.execute(
                Self.measurePace(
                    since: now - .hours(24 * rules.overDays), percent: rules.percent, now: now),
                "refill.measurePace")
        }
    }
}

extension RefillReview.State {
    fileprivate var isClosed: Bool { self == .closed }
}
