import Access
import CarePath
import Clinic
import Clocks
import Cohort
import Foundation
import Intakes
import Wire

/// Makes up the care team of `lozenged dev` the way a real one comes together: one-time links, invitations by
/// e-mail, authenticators, a second administrator's approval. Nothing of it goes past the program.
///
/// Done once for a data folder; after a kill it goes on where it was.
struct TeamMaker {
    let carePath: CarePath
    let clock: DevClock
    let folder: DataFolder
    /// Lets the worker send what is due.
    let settle: @Sendable () async throws -> Void
    /// What arrived at an address, the newest last.
    let messages: @Sendable (String) async throws -> [SunkMessage]

    private let me = Actor.system("dev")

    init(
        carePath: CarePath, clock: DevClock, folder: DataFolder,
        settle: @escaping @Sendable () async throws -> Void,
        messages: @escaping @Sendable (String) async throws -> [SunkMessage]
    ) {
        self.carePath = carePath
        self.clock = clock
        self.folder = folder
        self.settle = settle
        self.messages = messages
    }

    /// The sheet with a complete care team.
    func make() async throws -> SignInSheet {
        var sheet = try folder.read(SignInSheet.file) ?? SignInSheet()
        if sheet.isTeamComplete { return sheet }
        try await makeAdministrators(&sheet)
        guard let first = sheet.staff.first?.caller, let second = sheet.staff.dropFirst().first?.caller else {
            throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
        }
        for colleague in MadeUpColleague.invited where !sheet.enrolled.contains(colleague.email) {
            try await invite(colleague, by: first, in: &sheet)
        }
        for colleague in MadeUpColleague.invited { try await provePager(of: colleague, in: sheet) }
        try await approveSigners(by: second)
        try await serveStates(by: sheet.member(.medicalDirector)?.caller?.actor ?? me)
        sheet.isTeamComplete = true
        try folder.write(sheet, to: SignInSheet.file)
        return sheet
    }

    // MARK: Steps

    private func makeAdministrators(_ sheet: inout SignInSheet) async throws {
        if sheet.setupLinks.isEmpty {
            do {
                sheet.setupLinks = try await carePath.setUp(by: me).map(\.token.text)
            } catch StaffAccessRefusal.alreadySetUp {
                throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
            }
            try folder.write(sheet, to: SignInSheet.file)
        }
        for (colleague, link) in zip(MadeUpColleague.administrators, sheet.setupLinks) {
            try await enrol(colleague, through: link, isIdentified: false, in: &sheet)
        }
    }

    private func invite(_ colleague: MadeUpColleague, by inviter: Caller, in sheet: inout SignInSheet)
        async throws
    {
        guard let email = EmailAddress(colleague.email) else {
            preconditionFailure("made-up addresses are well formed")
        }
        do {
            _ = try await carePath.invite(
                name: colleague.name, email: email, roles: colleague.roles, in: .en, once: nil, by: inviter)
            try await settle()
        } catch StaffAccessRefusal.emailTaken {
            // Enrolled before a kill; the sheet has password and authenticator, and only the note is missing.
        }
        let letters = try await messages(colleague.email)
        guard let link = letters.last?.body.firstMatch(of: /lze_[A-Za-z0-9_-]+/) else {
            throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
        }
        try await enrol(colleague, through: String(link.0), isIdentified: true, in: &sheet)
    }

    /// Opens the link, connects the authenticator, chooses a password.
    ///
    /// - Parameter isIdentified: whether the link knows already whose it is.
    private func enrol(
        _ colleague: MadeUpColleague, through link: String, isIdentified: Bool, in sheet: inout SignInSheet
    ) async throws {
        guard !sheet.enrolled.contains(colleague.email) else { return }
        do {
            let offer = try await carePath.startEnrolment(link)
            let person = note(colleague, secret: offer.totpSecret, in: &sheet)
            try folder.write(sheet, to: SignInSheet.file)
            guard let app = OneTimePassword(base32: offer.totpSecret), let password = person.password else {
                throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
            }
            try await carePath.completeEnrolment(
                link,
                with: EnrolmentProof(
                    name: isIdentified ? nil : colleague.name,
                    email: isIdentified ? nil : EmailAddress(colleague.email),
                    password: password, totp: app.code(at: clock.now)))
        } catch StaffAccessRefusal.linkUsed {
            // Completed before a kill, with what the sheet says.
        }
        try await learnAccount(of: colleague, in: &sheet)
        sheet.enrolled.insert(colleague.email)
        try folder.write(sheet, to: SignInSheet.file)
    }

    /// Writes down the password and the secret, before they are used.
    private func note(_ colleague: MadeUpColleague, secret: String, in sheet: inout SignInSheet) -> DevPerson
    {
        if let known = sheet.staff.firstIndex(where: { $0.email == colleague.email }) {
            sheet.staff[known].totpSecret = secret
            return sheet.staff[known]
        }
        let person = DevPerson(
            id: "", handle: "", name: colleague.name, kind: "staff",
            stage: colleague.roles.map(\.rawValue).sorted().joined(separator: ","), email: colleague.email,
            password: Self.freshPassword(), totpSecret: secret)
        sheet.staff.append(person)
        return person
    }

    /// Fills in id and handle, by signing in: the first proof that what the sheet says works. A code counts once, so
    /// the clock goes on to the next.
    private func learnAccount(of colleague: MadeUpColleague, in sheet: inout SignInSheet) async throws {
        guard let index = sheet.staff.firstIndex(where: { $0.email == colleague.email }),
            let email = EmailAddress(colleague.email), let password = sheet.staff[index].password,
            let app = sheet.staff[index].totpSecret.flatMap(OneTimePassword.init(base32:))
        else { throw DataFolderFault.incomplete(folder.path(SignInSheet.file)) }
        try clock.advance(to: clock.now + .seconds(30))
        let signedIn = try await carePath.signIn(
            email: email, password: password, totp: app.code(at: clock.now))
        sheet.staff[index].id = signedIn.caller.accountID.uuidString.lowercased()
        sheet.staff[index].handle = signedIn.handle
        try await carePath.signOut(signedIn.caller, everywhere: false)
    }

    /// Names the number at which a colleague is called, and gives back the code that comes there. Done again, it proves
    /// the same number again.
    private func provePager(of colleague: MadeUpColleague, in sheet: SignInSheet) async throws {
        guard let pager = colleague.pager, let phone = PhoneNumber(pager),
            let caller = sheet.staff.first(where: { $0.email == colleague.email })?.caller
        else { return }
        _ = try await carePath.proposePager(phone, in: .en, by: caller)
        try await settle()
        guard let code = try await messages(phone.e164).last?.body.firstMatch(of: /[0-9]{6}/) else {
            throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
        }
        do { _ = try await carePath.provePager(String(code.0), by: caller) } catch PagerRefusal.codeWrong {
            // Proven before a kill.
        }
    }

    private func approveSigners(by administrator: Caller) async throws {
        let team = try await carePath.staffAccounts(after: nil, limit: 200, by: administrator)
        for grant in team.members.flatMap(\.grants) where grant.state == .pending {
            _ = try await carePath.approveGrant(grant.id, once: nil, by: administrator)
        }
    }

    private func serveStates(by director: Actor) async throws {
        let today = carePath.program.today(at: clock.now)
        for state in MadeUpColleague.servedStates {
            do {
                try await carePath.serve(ServedState(state: state, since: today, until: nil), by: director)
            } catch ServedStateRefusal.overlapsAnother {
                // Served since before a kill.
            }
        }
    }

    /// Five groups of four letters and digits that nobody mistakes for others: 98 bits.
    private static func freshPassword() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        return (0..<5).map { _ in
            String((0..<4).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
        }.joined(separator: "-")
    }
}
