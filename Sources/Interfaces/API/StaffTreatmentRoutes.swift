import Access
import CarePath
import Clinic
import Clocks
import Foundation
import HTTPTypes
import Patients
import StrictJSON
import Treatments
import Wire

/// The care team at a treatment: what titration said and why, doses beyond the standing order, pauses and the end.
package struct StaffTreatmentRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + dosing + pausing }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/patients/{patient}/decisions",
                "What titration said each time that it was asked, the latest first, with its reasons.",
                permission: .readPatients, query: QueryParameter.page + [.date]
            ) { call in
                let page = try call.page()
                let date = try call.query.date(.date)
                let found = try await care.decisions(
                    of: call.patient(care), on: date, after: page.position(as: DecisionPage.Position.self),
                    limit: page.limit, by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(
                        items: found.lines.map {
                            DecisionAnswer($0, program: care.program, in: call.language)
                        }, nextCursor: next), next: next)
            },
            Route(
                .get, "/v1/staff/patients/{patient}/progress",
                "Dose, effects, blood pressure and scores by day; the last 60 days where from and to are left out.",
                permission: .readPatients, query: [.spanFrom, .spanTo]
            ) { call in
                let dates = try call.dates()
                return try await Answer(
                    ProgressAnswer(care.progress(of: call.patient(care), in: dates, by: call.actor)))
            },
            Route(
                .get, "/v1/me/progress",
                "One's own dose, effects, blood pressure and scores by day; the last 60 days where from and to are left out.",
                permission: .ownRecord, query: [.spanFrom, .spanTo]
            ) { call in
                let dates = try call.dates()
                return try await Answer(
                    ProgressAnswer(care.progress(of: call.ownID(), in: dates, by: call.actor)))
            },
            Route(
                .get, "/v1/staff/dose-changes",
                "Rises on offer, or what became of others, the first decided at the top.",
                permission: .readPatients, query: QueryParameter.page + [.state, .awaiting]
            ) { call in
                let page = try call.page()
                let found = try await care.doseChanges(
                    in: call.query.option(.state, of: DoseChange.State.self) ?? .offered,
                    awaitingAgreement: call.query.flag(.awaiting),
                    after: page.position(as: DecisionPage.Position.self), limit: page.limit, by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(
                        items: found.lines.map {
                            StaffDoseChange($0, program: care.program, in: call.language)
                        }, nextCursor: next), next: next)
            },
        ]
    }

    private var dosing: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/{patient}/dose",
                "A prescriber sets the dose within what is signed, from a date on.", permission: .prescribe,
                idempotency: .required, body: .json
            ) { call in
                let order = try call.read { $0.doseOrder(spaced: true) }
                let patient = try await call.patient(care)
                return try await call.once(decision(in: call.language)) {
                    try await care.setDose(
                        order.dose, every: order.every, from: order.from, because: order.reason, of: patient,
                        once: $0,
                        by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/dose-changes/{change}/agree",
                "A prescriber agrees to a rise; the patient's word makes it count.", permission: .prescribe,
                idempotency: .required
            ) { call in
                let change = try call.change()
                return try await call.once(decision(in: call.language)) {
                    try await care.answerOffer(
                        change, agrees: true, because: nil, once: $0, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/dose-changes/{change}/deny", "A prescriber says no to a rise, in writing.",
                permission: .prescribe, idempotency: .required, body: .json
            ) { call in
                let reason = try call.read { $0.endReason() }
                let change = try call.change()
                return try await call.once(decision(in: call.language)) {
                    try await care.answerOffer(
                        change, agrees: false, because: reason, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    private var pausing: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/{patient}/treatment/pause",
                "Pauses a treatment: nothing is taken and nothing released until it goes on.",
                permission: .prepareCare, idempotency: .required, body: .json
            ) { call in
                let order = try call.read { $0.pauseOrder() }
                let patient = try await call.patient(care)
                return try await call.once(decision(in: call.language)) {
                    try await care.pauseTreatment(
                        of: patient, wishedBy: order.wish, until: order.until, because: order.reason,
                        once: $0,
                        by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/patients/{patient}/treatment/resume",
                "A prescriber lets a treatment go on, with a dose at most that of before and its flags closed.",
                permission: .prescribe, idempotency: .required, body: .json
            ) { call in
                let order = try call.read { $0.doseOrder() }
                let patient = try await call.patient(care)
                return try await call.once(decision(in: call.language)) {
                    try await care.resumeTreatment(
                        of: patient, dose: order.dose, from: order.from, because: order.reason, once: $0,
                        by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/patients/{patient}/treatment/stop",
                "Ends a treatment at the patient's word; unsent fills are cancelled.",
                permission: .prepareCare,
                idempotency: .required, body: .json
            ) { call in
                let reason = try call.read { $0.endReason() }
                let patient = try await call.patient(care)
                let (program, language) = (care.program, call.language)
                return try await call.once({ try Answer(TreatmentAnswer($0, program: program, in: language)) }
                ) {
                    try await care.stopTreatment(of: patient, because: reason, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    private func decision(in language: Language) -> @Sendable (DecisionLine) throws -> Answer {
        let program = care.program
        return { try Answer(DecisionAnswer($0, program: program, in: language)) }
    }
}

extension StaffDoseChange {
    fileprivate init(_ line: DoseChangeLine, program: ProgramData, in language: Language) {
        self.init(
            change: DoseChangeAnswer(line.change, strength: line.strength, program: program, in: language),
            patient: .init(line.patient), decidedOn: line.change.decidedOn.description,
            decidedAt: line.change.decidedAt.rfc3339)
    }
}

extension QueryParameter {
    fileprivate static let date: QueryParameter = "date"
    fileprivate static let spanFrom: QueryParameter = "from"
    fileprivate static let spanTo: QueryParameter = "to"
    fileprivate static let state: QueryParameter = "state"
    /// Only what waits for a prescriber's agreement.
    fileprivate static let awaiting: QueryParameter = "awaitingAgreement"
}
