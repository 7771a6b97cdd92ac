import Clocks
import Foundation
import Wire

/// The visit, the parcel and the first day.
extension PatientPath {
    /// Takes one of the first times offered, holds it and confirms it.
    func bookVisit(_ person: MadeUpPerson, _ outcome: inout PersonOutcome, token: String) async throws {
        for attempt in 0..<5 {
            let times: Page<ConsultTime> = try await client.get(
                "/v1/me/consult-times?kind=initial&limit=50", token: token)
            guard !times.items.isEmpty else { throw NoTimes(person: person.number + 1) }
            let time = times.items[min(times.items.count - 1, person.number % 8 + attempt)]
            do {
                let held: ConsultAnswer = try await client.post(
                    "/v1/me/consults",
                    ConsultHoldRequest(
                        kind: "initial", prescriberId: time.prescriber.id, startsAt: time.startsAt),
                    token: token, key: person.key("hold \(time.prescriber.id) \(time.startsAt)"))
                outcome.visit = .init(
                    consult: held.id, prescriber: held.prescriber.id, startsAt: held.startsAt)
                try await confirmVisit(person, &outcome, token: token)
                return
            } catch let refusal as UnexpectedAnswer where refusal.code == "slot_taken" {
                continue
            }
        }
        throw NoTimes(person: person.number + 1)
    }

    func confirmVisit(_ person: MadeUpPerson, _ outcome: inout PersonOutcome, token: String) async throws {
        guard let visit = outcome.visit else { return }
        try await client.post(
            "/v1/me/consults/\(visit.consult)/confirm", token: token,
            key: person.key("confirm \(visit.consult)"))
    }

    // MARK: The parcel

    /// Counts what is in it and says so.
    func confirmReceived(_ person: MadeUpPerson, token: String) async throws {
        let parcels: Page<ShipmentAnswer> = try await client.get("/v1/me/shipments", token: token)
        for parcel in parcels.items where parcel.can.contains("received") {
            try await client.post(
                "/v1/me/shipments/\(parcel.id)/received", ReceivedRequest(count: parcel.quantity, damaged: 0),
                token: token, key: person.key("received \(parcel.id)"))
        }
    }

    /// Begins today.
    func chooseFirstDay(_ person: MadeUpPerson, token: String) async throws {
        let today = try await today(of: person)
        try await client.post(
            "/v1/me/treatment/start", StartRequest(firstDay: today), token: token,
            key: person.key("start \(today)"))
    }
}

/// Nobody has time for a visit.
struct NoTimes: Error, CustomStringConvertible {
    let person: Int

    var description: String { "person \(person) is offered no time for a visit" }
}
