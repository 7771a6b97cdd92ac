import API
import Access
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Postgres
import Safety
import Testing
import Wire

@testable import CarePath

/// One person for each role, signed in, and what they might lay hands on.
struct Cast: Sendable {
    let people: [Role: TokenAnswer]
    /// Another patient than the one in `people`, whom the care team looks after.
    let otherPatient: TokenAnswer
    let workItem: String
    /// A visit of the patient in `people`, and its prescriber's account.
    let consult: String
    let prescriber: String
    /// Of somebody else than both, who has come as far as the parcel.
    let prescription: String
    let fill: String
    let order: String
    let shipment: String
    /// Of somebody in treatment.
    let review: String
    /// A message of a partner.
    let webhook: String
    /// A notice about the other patient.
    let flag: String

    /// Somebody whom a permission lets in; nobody where nobody is asked.
    func somebody(allowedBy permission: Permission) -> TokenAnswer? {
        guard let roles = permission.roles else { return nil }
        return Role.allCases.first { roles.contains($0) }.flatMap { people[$0] }
    }

    /// The route's path with real things in it, of others where there are any. Grants, accounts and sessions are
    /// invented, so that a story may call every route and everybody keeps their roles.
    func path(of route: Route) throws -> String {
        let invented = UUID().uuidString.lowercased()
        let slug = ["pharmacies": "alpha", "carriers": "easypost"]
            .first { route.path.description.contains("/\($0.key)/") }?.value
        let values = [
            "slug": slug ?? "screening", "state": "AZ", "patient": otherPatient.account.id,
            "workItem": workItem,
            "webhook": webhook, "consult": consult, "account": prescriber, "date": "2026-12-24",
            "sessionId": invented, "accountId": invented, "grantId": invented,
            "medicationId": invented, "flag": flag, "shift": invented, "change": invented, "review": review,
            "document": "telehealth", "rule": "E7",
            "prescription": prescription, "protocol": "daily-low-dose", "fill": fill, "order": order,
            "shipment": shipment, "recall": invented, "strengthMg": "15", "job": "1",
            "contactChange": invented, "request": invented, "merge": invented,
        ]
        return try route.path.description.split(separator: "/", omittingEmptySubsequences: false).map {
            step in
            guard step.hasPrefix("{") else { return String(step) }
            let end = try #require(step.firstIndex(of: "}"))
            let value = try #require(values[String(step[..<end].dropFirst())], "\(route.path) is new here")
            return value + step[end...].dropFirst()
        }.joined(separator: "/")
    }
}

extension ClinicServer {
    func cast() async throws -> Cast {
        let team = try await administrators()
        var people: [Role: TokenAnswer] = [
            .administrator: team.ana, .patient: try await patient(Newcomer("Maya")),
        ]
        for role in Role.staff where role != .administrator {
            people[role] = try await colleague("Colleague-\(role.rawValue)", [role], team)
        }
        let other = try await patient(Newcomer("Otis"))
        _ = try await patient(.toReview("Omar"))
        let navigator = try #require(people[.careNavigator])
        let queue = try await get("/v1/staff/queue", as: navigator).json(QueueAnswer.self)
        let rosa = try await clinic.person(at: .dispensed, email: "rosa@example.org")
        try await clinic.database.transaction(by: Actor.system("test")) { connection in
            try clinic.carePath.orderDispensed(
                ID(rosa.order), by: .system("test"), on: connection, now: clock.now)
        }
        _ = try await clinic.pharmacy(slug: "alpha")
        try await clinic.carePath.receiveWebhook(
            Data(#"{"id":"evt_1"}"#.utf8), as: "evt_1",
            from: try #require(WebhookPartner(.carrier, slug: "easypost")))
        let parcels = try await get("/v1/staff/shipments", as: navigator).json(Page<StaffShipmentAnswer>.self)
        let inbox = try await get("/v1/staff/webhooks", as: navigator).json(Page<WebhookMessage>.self)
        let own = try #require(people[.patient]?.account.id)
        let prescriber = try await clinic.prescriber(named: "lin").accountID
        for person in [own, other.account.id] {
            _ = try await clinic.submitted(by: try #require(ID(person)))
        }
        let consult = try await clinic.booked(
            for: try #require(ID(own)), with: prescriber, at: clock.now + .hours(48))
        let review = try await clinic.openReview(of: clinic.inTreatment(email: "tess@example.org"))
        guard
            case .fresh(let flag, _) = try await clinic.carePath.raiseFlagByHand(
                of: try #require(ID(other.account.id)), .notice, because: "Did not answer the phone.",
                once: nil,
                by: .system("test"))
        else { throw TestClinic.Unexpected() }
        return Cast(
            people: people, otherPatient: other, workItem: try #require(queue.items.first).handle,
            consult: consult.description, prescriber: prescriber.uuidString.lowercased(),
            prescription: rosa.prescription.uuidString.lowercased(),
            fill: rosa.fill.uuidString.lowercased(), order: rosa.order.uuidString.lowercased(),
            shipment: try #require(parcels.items.first).parcel.id,
            review: review.uuidString.lowercased(),
            webhook: try #require(inbox.items.first).id, flag: flag.handle)
    }
}
