import Access
import CarePath
import Clinic
import Clocks
import Consults
import Foundation
import PharmacyOrders
import Prescriptions
import Safety
import Sandbox
import Wire

/// Gives the made-up clinic what it needs besides its people, as a medical director would: prescribers with licences
/// and hours, an approved protocol, a pharmacy, and the secrets by which partners' messages prove themselves.
///
/// Each step done again changes nothing, so that after a kill it starts from the top.
struct ClinicMaker {
    let carePath: CarePath
    let folder: DataFolder
    /// Where the stand-in partners are.
    let partners: PartnerSheet

    /// The sheet of a clinic that can take people from screening to their first parcel.
    func make(for sheet: SignInSheet) async throws -> SignInSheet {
        var sheet = sheet
        guard let director = sheet.member(.medicalDirector)?.caller else {
            throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
        }
        let isComplete = sheet.isClinicComplete == true
        try await registerPharmacy(isKnown: isComplete, by: director)
        if isComplete { return sheet }
        try await approveProtocols(by: director)
        try await putOnCall(sheet, by: director)
        for colleague in MadeUpPrescriber.all {
            let person = sheet.staff.first { $0.email == colleague.email }
            guard let account = person?.caller?.accountID else {
                throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
            }
            try await admit(colleague, account: account, by: director)
        }
        try await shareSecrets(by: director)
        sheet.isClinicComplete = true
        try folder.write(sheet, to: SignInSheet.file)
        return sheet
    }

    private func approveProtocols(by director: Caller) async throws {
        for standing in try await carePath.protocols(by: director.actor) where standing.approval == nil {
            _ = try await carePath.approveProtocol(
                standing.dosing.slug, version: standing.dosing.version, sha256: standing.sha256, once: nil,
                by: director)
        }
    }

    /// Two prescribers in turn, four weeks each, for a year; each is the other's backup.
    private func putOnCall(_ sheet: SignInSheet, by director: Caller) async throws {
        let people = MadeUpPrescriber.all.compactMap { colleague in
            sheet.staff.first { $0.email == colleague.email }?.caller?.accountID
        }
        guard people.count >= 2 else { throw DataFolderFault.incomplete(folder.path(SignInSheet.file)) }
        let spell = Duration.hours(24 * 28)
        var from = carePath.clock.now
        for turn in 0..<13 {
            do {
                _ = try await carePath.addShift(
                    .prescriber, people[turn % 2], backup: people[(turn + 1) % 2], from: from,
                    to: from + spell,
                    once: nil, by: director.actor)
            } catch RotaRefusal.overlapsAnother {
                // Put on call before a kill.
                return
            }
            from = from + spell
        }
    }

    private func admit(_ colleague: MadeUpPrescriber, account: UUID, by director: Caller) async throws {
        guard let from = MadeUpPapers.from, let until = MadeUpPapers.until,
            let npi = ProviderIdentifier(colleague.npi), let state = StateCode(colleague.states[0])
        else { preconditionFailure("made-up papers are well formed") }
        let known = try? await carePath.prescriber(account, by: director.actor)
        let profile = Prescriber.Profile(
            credentials: colleague.credentials, npi: npi, timeZone: colleague.timeZone,
            address: PostalAddress(
                line1: "1 Clinic Plaza", line2: nil, city: "Phoenix", state: state, postalCode: "85004"),
            pace: carePath.program.visits.pace, cover: nil)
        if known == nil {
            _ = try await carePath.writeProfile(profile, of: account, from: 0, by: director.actor)
        }
        for state in colleague.states.compactMap({ StateCode($0) }) {
            _ = try await carePath.addLicence(
                StateCredential(
                    state: state, number: "\(state.code)-\(colleague.npi.suffix(5))", from: from, until: until
                ),
                of: account, once: nil, by: director.actor)
            _ = try await carePath.addRegistration(
                StateCredential(state: state, number: colleague.dea, from: from, until: until), of: account,
                once: nil, by: director.actor)
        }
        let line = try await carePath.prescriber(account, by: director.actor)
        if line.record.hours.weekly.isEmpty {
            _ = try await carePath.writeHours(
                colleague.week(from: from), of: account, from: line.record.prescriber.version,
                by: director.actor)
        }
    }

    /// Adds the pharmacy, or tells where it is now: its port may be another one than at the last start.
    ///
    /// - Parameter isKnown: whether it was added with all its papers.
    private func registerPharmacy(isKnown: Bool, by director: Caller) async throws {
        let profile = partners.pharmacy
        let url = partners.addresses.pharmacyURL(profile.slug)
        let known = try await carePath.pharmacies(by: director.actor).first { $0.slug == profile.slug }
        if isKnown, known?.access.baseURL == url { return }
        let pharmacy = try Pharmacy.madeUp(profile, at: url, id: known?.id ?? ID(at: carePath.clock.now))
        _ = try await carePath.savePharmacy(pharmacy, ifAt: known?.version, by: director.actor)
        guard let from = MadeUpPapers.from, let until = MadeUpPapers.until else {
            preconditionFailure("made-up papers are well formed")
        }
        for state in MadeUpColleague.servedStates {
            _ = try await carePath.licensePharmacy(
                profile.slug,
                PharmacyLicence(state: state, number: "PH-\(state.code)-555", from: from, until: until),
                once: nil, by: director.actor)
        }
        for (product, strength) in profile.products {
            _ = try await carePath.stockPharmacy(
                profile.slug,
                PharmacyProduct(
                    strength: Milligrams(strength), product: product, isScored: strength.isMultiple(of: 2)),
                by: director.actor)
        }
        _ = try await carePath.givePharmacyCredentials(
            profile.slug, Pharmacy.Credentials(user: profile.user, password: profile.password), once: nil,
            by: director.actor)
    }

    private func shareSecrets(by director: Caller) async throws {
        let (pharmacy, carrier) = (partners.pharmacy, partners.carrier)
        if let partner = WebhookPartner(.pharmacy, slug: pharmacy.slug) {
            _ = try await carePath.addWebhookSecret(
                pharmacy.webhookSecret, by: .standardWebhooks, to: partner, once: nil, caller: director)
        }
        if let partner = WebhookPartner(.carrier, slug: carrier.slug) {
            _ = try await carePath.addWebhookSecret(
                carrier.webhookSecret, by: .easyPost, to: partner, once: nil, caller: director)
        }
    }
}
