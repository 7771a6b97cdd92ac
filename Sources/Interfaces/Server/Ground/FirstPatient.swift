import Access
import CarePath
import Clinic
import Clocks
import Consults
import Foundation
import PharmacyOrders
import Prescriptions
import Safety

/// What stands between an installation and its first patient, each with the command that brings it.
struct FirstPatient: Sendable {
    let carePath: CarePath

    /// One line each; none where patients can come.
    func missing() async throws -> [String] {
        try await people() + onCall() + states() + papers() + pharmacies()
    }

    private var reader: Caller {
        Caller(accountID: UUID(), kind: .staff, roles: [.administrator], session: UUID())
    }

    private func people() async throws -> [String] {
        let team = try await carePath.staffAccounts(after: nil, limit: 200, by: reader).members
        let roles = team.filter { $0.state == .active }.map(\.roles)
        var missing: [String] = []
        if roles.count(where: { $0.contains(.administrator) }) < 2 {
            missing.append(
                "two administrators: lozenged setup, then each opens their link with lozenge enrol")
        }
        for (role, why) in [
            (Role.medicalDirector, "answers for the rules"), (.careNavigator, "works through the queue"),
            (.prescriber, "sees patients and signs"),
        ] where !roles.contains(where: { $0.contains(role) }) {
            missing.append("a \(role.rawValue), who \(why): lozenge staff invite --role \(role.rawValue)")
        }
        return missing
    }

    /// Flags of severity 1 call somebody at any hour.
    private func onCall() async throws -> [String] {
        try await carePath.rota(from: nil, to: nil, by: reader.actor).gaps.map { gap in
            "somebody on call from \(gap.from.rfc3339) to \(gap.to.rfc3339): lozenge rota add"
        }
    }

    private func states() async throws -> [String] {
        try await carePath.servedStates().isEmpty
            ? ["a state in which the program works: PUT /v1/staff/program/states/AZ"] : []
    }

    /// What lets somebody prescribe: an approved protocol, a licence, a registration, hours.
    private func papers() async throws -> [String] {
        let protocols = try await carePath.protocols(by: reader.actor)
        let unapproved = protocols.filter { $0.approval == nil }.map {
            "the medical director's yes to \($0.dosing.slug): lozenge protocol approve \($0.dosing.slug)"
        }
        let prescribers = try await carePath.prescribers(after: nil, limit: 200, by: reader.actor).prescribers
        let isSomebodyReady = prescribers.contains {
            $0.isActive && !$0.record.licences.isEmpty && !$0.record.registrations.isEmpty
                && !$0.record.hours.weekly.isEmpty
        }
        return unapproved
            + (isSomebodyReady
                ? []
                : [
                    "a prescriber with licence, DEA number and hours: PUT /v1/staff/prescribers/{account}"
                ])
    }

    private func pharmacies() async throws -> [String] {
        let open = try await carePath.pharmacies(by: reader.actor).filter { $0.state == .takingOrders }
        for pharmacy in open {
            let sheet = try await carePath.pharmacy(pharmacy.slug, by: reader.actor)
            if sheet.hasCredentials, !sheet.licences.isEmpty, !sheet.products.isEmpty { return [] }
        }
        return [
            "a pharmacy with credentials, licences and products: PUT /v1/staff/pharmacies/{slug}"
        ]
    }
}
