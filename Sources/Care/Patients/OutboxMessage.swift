import Clinic
import Clocks
import Foundation
import Postgres

/// A message on its way out, written in the transaction of what causes it and handed to its carrier by a job.
///
///     queued ── accepted ─▶ sent
///        ├───── refused ──▶ refused      the carrier will never take it: a wrong number, somebody who said STOP
///        └───── outdate ──▶ outdated     nobody needs it any more: a newer code was asked for
///
/// The content goes with the state `queued`, since it may hold a sign-in code. The carrier knows the message by
/// our id, so that a message handed over twice (a crash before the note of it) can be recognised as one.
package enum OutboxMessage {
    /// What a message is about; `Schema/messages/outgoing.json` has its words for each channel it can go by.
    package enum Name: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case signInCode
        case staffInvitation
        case visitReminder
        /// To a new address, which it proves.
        case contactCode
        /// To the address before, in neutral words.
        case contactChanged
        /// Somebody of the care team is called about a flag.
        case flagPage
        /// Proves the number at which somebody of the care team is called.
        case pagerCode
    }

    /// The column `state`; a CHECK holds the same words.
    package enum State: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case queued, sent, refused, outdated
    }

    /// To whom, and what it says: sealed as one.
    package struct Content: Sendable, Codable {
        package let recipient: String
        package let subject: String?
        package let body: String
    }

    /// Where a message goes; the patient is there if it is one's.
    package struct Recipient: Sendable {
        package let channel: MessageChannel
        package let address: String
        package let patient: ID<Patient>?

        package init(channel: MessageChannel, address: String, patient: ID<Patient>?) {
            self.channel = channel
            self.address = address
            self.patient = patient
        }
    }
}
