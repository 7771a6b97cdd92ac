import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres

/// Where somebody of the care team is called.
package struct PagerView: Sendable {
    /// Masked: `…42`; `nil` before the first one is proven.
    package let phone: String?
    package let provenAt: Instant?
}

extension CarePath {
    /// Somebody of the care team names the number at which they want to be called; a code goes there. Until it comes back
    /// the earlier number counts, and where there is none the e-mail.
    package func proposePager(_ phone: PhoneNumber, in language: Language, by caller: Caller) async throws
        -> CodeRequested
    {
        defer { wakeWorkers() }
        return try await database.transaction(by: caller.actor) { connection in
            let now = clock.now
            var pager = try StaffPager.lock(caller.accountID, keyring: keyring, on: connection)
            let code = access.codes.next()
            if pager.propose(phone, code: code, keyring: keyring, now: now) {
                try pager.save(keyring: keyring, on: connection)
                try queueMessage(
                    .pagerCode, to: .init(channel: .text, address: phone.e164, patient: nil),
                    language: language,
                    values: ["code": code, "minutes": "\(StaffPager.codeLife.components.seconds / 60)"],
                    on: connection, now: now)
                try AuditEntry("pager.propose", .init("account", caller.accountID), by: caller.actor, at: now)
                    .record(on: connection)
            }
            return CodeRequested(
                channel: .text, sentTo: phone.masked, resendAfter: pager.resendAfter ?? now)
        }
    }

    /// The code came back: from now on they are called there.
    ///
    /// - Throws: `PagerRefusal.codeWrong`, `.codeExpired`, `.triesOver`.
    package func provePager(_ code: String, by caller: Caller) async throws -> PagerView {
        let outcome: Result<PagerView, PagerRefusal> = try await database.transaction(by: caller.actor) {
            connection in
            let now = clock.now
            var pager = try StaffPager.lock(caller.accountID, keyring: keyring, on: connection)
            do throws(PagerRefusal) {
                try pager.prove(code, keyring: keyring, now: now)
            } catch {
                // The wrong try is counted, so the transaction commits.
                try pager.save(keyring: keyring, on: connection)
                return .failure(error)
            }
            try pager.save(keyring: keyring, on: connection)
            try AuditEntry("pager.prove", .init("account", caller.accountID), by: caller.actor, at: now)
                .record(on: connection)
            return .success(PagerView(phone: pager.phone?.masked, provenAt: pager.provenAt))
        }
        return try outcome.get()
    }
}
