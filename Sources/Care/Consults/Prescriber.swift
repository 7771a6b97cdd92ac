import Clinic
import Clocks
import Foundation

/// What a prescriber is beyond an account of the care team: what stands on a prescription, and how they work.
package struct Prescriber: Sendable, Hashable {
    /// The account's id; there is no prescriber without an account.
    package let account: UUID
    package let profile: Profile
    /// Counts changes of profile and hours; the `ETag` of the record.
    package let version: Int

    /// What a medical director writes of a prescriber.
    package struct Profile: Sendable, Hashable {
        /// As on a prescription, behind the name: `MD`.
        package let credentials: String
        package let npi: ProviderIdentifier
        /// IANA name of the zone in which the hours are meant.
        package let timeZone: String
        /// Of the practice, as on a prescription.
        package let address: PostalAddress
        package let pace: Pace
        /// Who stands in during absences: another prescriber.
        package let cover: UUID?

        package init(
            credentials: String, npi: ProviderIdentifier, timeZone: String, address: PostalAddress,
            pace: Pace, cover: UUID?
        ) {
            self.credentials = credentials
            self.npi = npi
            self.timeZone = timeZone
            self.address = address
            self.pace = pace
            self.cover = cover
        }
    }

    /// How long visits last and how they may be booked (program.md, Consult); `Schema/protocols/consults.json` has
    /// what counts where nothing else was said.
    package struct Pace: Sendable, Hashable, Codable {
        package let initialMinutes: Int
        package let reviewMinutes: Int
        package let adHocMinutes: Int
        /// After each visit.
        package let bufferMinutes: Int
        /// Between the booking and the start.
        package let minimumNoticeMinutes: Int
        /// How far ahead one may book.
        package let horizonDays: Int
        /// Visits on one of the prescriber's days.
        package let dailyMaximum: Int

        package init(
            initialMinutes: Int, reviewMinutes: Int, adHocMinutes: Int, bufferMinutes: Int,
            minimumNoticeMinutes: Int, horizonDays: Int, dailyMaximum: Int
        ) {
            self.initialMinutes = initialMinutes
            self.reviewMinutes = reviewMinutes
            self.adHocMinutes = adHocMinutes
            self.bufferMinutes = bufferMinutes
            self.minimumNoticeMinutes = minimumNoticeMinutes
            self.horizonDays = horizonDays
            self.dailyMaximum = dailyMaximum
        }

        /// Of a visit of this kind.
        package func minutes(of kind: Consult.Kind) -> Int {
            switch kind {
            case .initial: initialMinutes
            case .refillReview: reviewMinutes
            case .adHoc: adHocMinutes
            }
        }

        /// When a visit that begins at `start` is.
        package func time(of kind: Consult.Kind, at start: Instant) -> VisitTime {
            VisitTime(starts: start, ends: start + .minutes(minutes(of: kind)), buffer: bufferMinutes)
        }
    }

    package init(account: UUID, profile: Profile, version: Int) {
        self.account = account
        self.profile = profile
        self.version = version
    }
}

/// A licence to practise in a state, or a DEA registration for it (21 CFR 1301.12), with its first and last day.
package struct StateCredential: Sendable, Hashable {
    package let state: StateCode
    package let number: String
    package let from: LocalDate
    /// The last day on which it counts.
    package let until: LocalDate

    /// - Throws: `endsBeforeItBegins`.
    package init(
        state: StateCode, number: String, from: LocalDate, until: LocalDate
    ) throws(PrescriberRefusal) {
        guard until >= from else { throw .endsBeforeItBegins }
        self.state = state
        self.number = number
        self.from = from
        self.until = until
    }

    /// Whether it counts on `date`.
    package func isValid(on date: LocalDate) -> Bool { from <= date && date <= until }
}
