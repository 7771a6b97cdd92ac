import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety

/// A new address that waits to be proven.
package struct ContactChangePending: Sendable {
    package let id: ID<ContactChange>
    package let channel: SignInAddress.Channel
    /// Masked.
    package let sentTo: String
    package let expiresAt: Instant
    /// Sessions that ended with it.
    var ended: [UUID] = []
}

extension CarePath {
    /// A patient wants to be reached at another e-mail or telephone: a code goes there. Where the address is another
    /// patient's nothing goes out, the answer is the same, and the care team looks whether they are one person.
    ///
    /// - Throws: `ContactRefusal.unchanged`, `.tooSoon`; `RecordEnded`.
    package func requestContact(
        _ address: SignInAddress, of patient: ID<Patient>, once: Once<ContactChangePending>?, by actor: Actor
    ) async throws -> OnceOutcome<ContactChangePending> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let person = try changing(patient, on: connection)
            guard !person.patient.isReached(at: address) else { throw ContactRefusal.unchanged }
            let last = try ContactChange.lastAsked(of: patient.uuid, address.channel, on: connection)
            guard last.map({ now >= $0 + SignInCode.pause }) ?? true else { throw ContactRefusal.tooSoon }
            let owner = try PatientAccount.owner(of: address, keyring: keyring, on: connection)
            let isFree = owner == nil || owner == patient.uuid
            let code = isFree ? access.codes.next() : nil
            let change = try ContactChange.open(
                address, of: patient.uuid, code: code, lasting: .minutes(program.people.contactCodeMinutes),
                sealedWith: person.key, keyring: keyring, by: actor, on: connection, now: now)
            if let code {
                try write(
                    .contactCode, to: address, of: person.patient,
                    ["code": code, "minutes": "\(program.people.contactCodeMinutes)"], on: connection,
                    now: now)
            } else if let owner {
                try suspectDuplicate(patient, ID(owner), ["sameContact"], on: connection, now: now)
            }
            try AuditEntry(
                "contact.request", .init("contactChange", change.id.uuid), patient: patient.uuid,
                detail: ["channel": address.channel.rawValue], by: actor, at: now
            ).record(on: connection)
            return ContactChangePending(
                id: change.id, channel: address.channel, sentTo: address.masked, expiresAt: change.expiresAt)
        }
    }

    /// The code came back: the patient is reached there from now on, the old address is told, and whoever is signed in
    /// elsewhere is no longer.
    ///
    /// - Throws: `AccessRefusal.codeWrong`, `.codeExpired`, `.tooManyTries`; `ContactRefusal.taken`; `NotFound`.
    package func proveContact(
        _ id: ID<ContactChange>, withCode code: String, of patient: ID<Patient>, by caller: Caller
    ) async throws -> Patient {
        let outcome: Result<[UUID], AccessRefusal> = try await database.transaction(by: caller.actor) {
            connection in
            let now = clock.now
            let person = try changing(patient, on: connection)
            guard var change = try lockContact(id, of: patient, on: connection) else { throw NotFound() }
            do throws(AccessRefusal) {
                try change.present(code, keyring: keyring, now: now)
            } catch {
                // The wrong try is counted, so the transaction commits.
                try change.save(approvedBy: nil, by: caller.actor, on: connection, now: now)
                return .failure(error)
            }
            try change.save(approvedBy: nil, by: caller.actor, on: connection, now: now)
            return .success(
                try reach(
                    person, at: change.address, isProven: true, but: caller.session, by: caller.actor,
                    on: connection, now: now))
        }
        wakeWorkers()
        access.tokens.refuse(sessions: try outcome.get(), now: clock.now)
        return try await profile(of: patient, by: caller.actor)
    }

    /// Both addresses are lost: a navigator has compared what is on the checklist, and a second person decides.
    ///
    /// - Throws: `ContactRefusal.checklistIncomplete`, `.taken`, `.unchanged`; `RecordEnded`.
    package func recoverContact(
        _ address: SignInAddress, of patient: ID<Patient>, _ vouching: ContactChange.Vouching,
        once: Once<ContactChangePending>?, by caller: Caller
    ) async throws -> OnceOutcome<ContactChangePending> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let person = try changing(patient, on: connection)
            guard program.people.accepts(checks: vouching.checklist) else {
                throw ContactRefusal.checklistIncomplete
            }
            guard !person.patient.isReached(at: address) else { throw ContactRefusal.unchanged }
            let owner = try PatientAccount.owner(of: address, keyring: keyring, on: connection)
            guard owner == nil || owner == patient.uuid else { throw ContactRefusal.taken }
            let change = try ContactChange.open(
                recovering: address, of: patient.uuid, vouching, by: caller.accountID,
                lasting: .hours(program.people.recoveryHours), sealedWith: person.key, on: connection,
                now: now)
            try WorkItem.open(
                .contactRecovery, about: change.id.description, of: patient.uuid,
                reasons: [address.channel.rawValue],
                due: try program.workItems.due(.contactRecovery, arisingAt: now),
                on: connection, now: now)
            try AuditEntry(
                "contact.recover", .init("contactChange", change.id.uuid), patient: patient.uuid,
                detail: ["checked": vouching.checklist.sorted().joined(separator: " ")], by: caller.actor,
                at: now
            ).record(on: connection)
            return ContactChangePending(
                id: change.id, channel: address.channel, sentTo: address.masked, expiresAt: change.expiresAt)
        }
    }

    /// A second person of the care team decides on a recovery. Agreed, the patient signs in with a code sent to the new
    /// address, which proves it; all sessions end, and the old addresses are told.
    ///
    /// - Throws: `ContactRefusal`; `NotFound`.
    package func decideRecovery(
        _ id: ID<ContactChange>, agreed: Bool, once: Once<ContactChangePending>?, by caller: Caller
    ) async throws -> OnceOutcome<ContactChangePending> {
        let outcome = try await exactlyOnce(once, by: caller.actor) { connection, now in
            let owner = try connection.fetchFirst(
                ContactChange.selectOwner(of: id), "contactChange.owner",
                decode: { try $0["patient_id"] as ID<Patient> })
            guard let owner else { throw NotFound() }
            let person = try changing(owner, on: connection)
            guard var change = try lockContact(id, of: owner, on: connection) else { throw NotFound() }
            var pending = ContactChangePending(
                id: id, channel: change.address.channel, sentTo: change.address.masked,
                expiresAt: change.expiresAt)
            guard try change.decide(agreed, by: caller.accountID, now: now) else { return pending }
            try change.save(approvedBy: caller.accountID, by: caller.actor, on: connection, now: now)
            try WorkItem.settle(
                .contactRecovery, about: id.description, as: agreed ? "agreed" : "refused", by: caller.actor,
                on: connection, now: now)
            if agreed {
                pending.ended = try reach(
                    person, at: change.address, isProven: false, but: nil, by: caller.actor, on: connection,
                    now: now)
            }
            return pending
        }
        if case .fresh(let decided, _) = outcome {
            access.tokens.refuse(sessions: decided.ended, now: clock.now)
        }
        return outcome
    }

    private func lockContact(
        _ id: ID<ContactChange>, of patient: ID<Patient>, on connection: Connection
    ) throws -> ContactChange? {
        guard let person = try Patient.lock(patient, keyring: keyring, on: connection),
            let owner = try connection.fetchFirst(
                ContactChange.selectOwner(of: id), "contactChange.owner",
                decode: { try $0["patient_id"] as UUID }), owner == patient.uuid
        else { return nil }
        return try ContactChange.lock(id, sealedWith: person.key, on: connection)
    }

    /// From now on the patient is reached at `address`.
    ///
    /// - Returns: sessions that ended, for whoever refuses their tokens after the commit.
    private func reach(
        _ person: Patient.Opened, at address: SignInAddress, isProven: Bool, but session: UUID?,
        by actor: Actor, on connection: Connection, now: Instant
    ) throws -> [UUID] {
        let patient = person.patient
        try PatientAccount.replace(
            with: address, of: patient.id.uuid, isProven: isProven, keyring: keyring, on: connection, now: now
        )
        let (email, phone) = (patient.contact.email, patient.contact.phone)
        let (contact, old): (Contact, SignInAddress) =
            switch address {
            case .email(let new): (Contact(email: new, phone: phone), .email(email))
            case .text(let new): (Contact(email: email, phone: new), .text(phone))
            }
        try Patient.save(contact, of: person, keyring: keyring, on: connection)
        try write(.contactChanged, to: old, of: patient, [:], on: connection, now: now)
        try tell(.contactChanged, to: patient.id, on: connection, now: now)
        try AuditEntry(
            "contact.change", .init("patient", patient.id.uuid), patient: patient.id.uuid,
            detail: ["channel": address.channel.rawValue], by: actor, at: now
        ).record(on: connection)
        try lookForDuplicates(of: patient.id, on: connection, now: now)
        return try Session.endAll(
            of: patient.id.uuid, but: session, because: .contactChanged, on: connection, now: now)
    }

    private func write(
        _ name: OutboxMessage.Name, to address: SignInAddress, of patient: Patient,
        _ values: [String: String],
        on connection: Connection, now: Instant
    ) throws {
        let channel: MessageChannel =
            switch address.channel {
            case .email: .email
            case .text: .text
            }
        try queueMessage(
            name, to: .init(channel: channel, address: address.destination, patient: patient.id),
            language: patient.preferences.language, values: values, on: connection, now: now)
    }
}

extension Patient {
    /// Whether this is how they are reached already.
    fileprivate func isReached(at address: SignInAddress) -> Bool {
        switch address {
        case .email(let email): contact.email == email
        case .text(let phone): contact.phone == phone
        }
    }
}
