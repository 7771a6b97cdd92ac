import Clocks
import Foundation
import Wire

/// The visit, the parcel and the first day.
extension PatientPath {
    /// Takes one of the first times offered, holds it and confirms it.
    func bookVisit(_ person: MadeUpPerson, _ outcome: inout PersonOutcome, _ look: Look) async throws {
        let sitting = Sitting(
            person: person, token: try await walk.session(of: person, &outcome), look: look,
            today: person.today(at: look.now))
        let token = sitting.token
        let kind = outcome.life == nil ? "initial" : "refillReview"
        outcome.wantsVisit = false
        for attempt in 0..<5 {
            let times: Page<ConsultTime> = try await client.get(
                "/v1/me/consult-times?kind=\(kind)&limit=50", token: token)
            guard !times.items.isEmpty else { throw NoTimes(person: person.number + 1) }
            let time = times.items[min(times.items.count - 1, person.number % 8 + attempt)]
            do {
                let held: ConsultAnswer = try await client.post(
                    "/v1/me/consults",
                    ConsultHoldRequest(
                        kind: kind, prescriberId: time.prescriber.id, startsAt: time.startsAt),
                    token: token, key: person.key("hold \(time.prescriber.id) \(time.startsAt)"))
                outcome.visit = .init(
                    consult: held.id, prescriber: held.prescriber.id, kind: kind, startsAt: held.startsAt)
                try await confirmVisit(&outcome, sitting)
                return
            } catch let refusal as UnexpectedAnswer where refusal.code == "slot_taken" {
                continue
            }
        }
        throw NoTimes(person: person.number + 1)
    }

    func confirmVisit(_ outcome: inout PersonOutcome, _ sitting: Sitting) async throws {
        guard let visit = outcome.visit else { return }
        try await client.post(
            "/v1/me/consults/\(visit.consult)/confirm", token: sitting.token,
            key: sitting.person.key("confirm \(visit.consult)"))
    }

    // MARK: The parcel

    /// Counts what is in it and says so.
    func confirmReceived(_ outcome: inout PersonOutcome, _ sitting: Sitting) async throws {
        let parcels: Page<ShipmentAnswer> = try await client.get("/v1/me/shipments", token: sitting.token)
        for parcel in parcels.items where parcel.can.contains("received") && parcel.state == "delivered" {
            try await client.post(
                "/v1/me/shipments/\(parcel.id)/received", ReceivedRequest(count: parcel.quantity, damaged: 0),
                token: sitting.token, key: sitting.person.key("received \(parcel.id)"))
            if let life = outcome.life {
                outcome.life?.supplies.append(.init(on: sitting.today, runOut: life.runOut))
            }
        }
    }

    /// Begins today.
    func chooseFirstDay(_ outcome: inout PersonOutcome, _ sitting: Sitting) async throws {
        try await client.post(
            "/v1/me/treatment/start", StartRequest(firstDay: sitting.today), token: sitting.token,
            key: sitting.person.key("start \(sitting.today)"))
        outcome.life = LifeSeen(firstDay: sitting.today)
    }
}

/// Nobody has time for a visit.
struct NoTimes: Error, CustomStringConvertible {
    let person: Int

    var description: String { "person \(person) is offered no time for a visit" }
}
