import Access
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres

/// A time at which a patient may see somebody.
package struct BookableTime: Sendable {
    package let prescriber: UUID
    /// As patients see it: `Mei Lin, MD`.
    package let name: String
    /// Whether the patient has seen this prescriber, or is to.
    package let isKnown: Bool
    package let time: VisitTime
    /// IANA name of the patient's zone, in which the time is shown.
    package let timeZone: String
}

/// One page of bookable times: those with prescribers whom the patient knows first, then by time.
package struct BookableTimePage: Sendable {
    package let times: [BookableTime]
    package let next: Position?

    /// Where a page ends.
    package struct Position: Sendable, Codable, Comparable {
        package let unknown: Bool
        package let starts: Instant
        package let prescriber: String

        package static func < (left: Self, right: Self) -> Bool {
            (left.unknown ? 1 : 0, left.starts, left.prescriber)
                < (right.unknown ? 1 : 0, right.starts, right.prescriber)
        }
    }
}

extension BookableTime {
    /// Where it stands in the list.
    var position: BookableTimePage.Position {
        .init(unknown: !isKnown, starts: time.starts, prescriber: prescriber.uuidString.lowercased())
    }
}

extension CarePath {
    /// When this patient may have a visit: with prescribers licensed in their state on that date, within hours that are
    /// free, booked in time.
    ///
    /// - Parameter range: cut to the longest search that the data allow.
    package func bookableTimes(
        for patient: ID<Patient>, _ kind: Consult.Kind, in range: Range<Instant>,
        after cursor: BookableTimePage.Position?, limit: Int, by actor: Actor
    ) async throws -> BookableTimePage {
        let now = clock.now
        let longest = range.lowerBound + .hours(24 * program.visits.longestSearchDays)
        let range = range.lowerBound..<max(range.lowerBound, min(range.upperBound, longest))
        async let known = database.read(
            by: actor, Self.selectKnownPrescribers(of: patient), "consult.known"
        ) { row in try row["prescriber_id"] as UUID }
        let homes = try await database.read(by: actor, Self.selectHome(of: patient), "consult.home") {
            try Home($0)
        }
        guard let home = homes.first else { throw NotFound() }
        let found = try await database.read(
            by: actor, Self.selectPrescribers(in: home.state), "prescriber.inState"
        ) { row in try prescriberLine(row) }
        // A day more on each side, so that the daily maximum sees whole days of every zone.
        let around = (range.lowerBound - .hours(24))..<(range.upperBound + .hours(24))
        let taken = try await database.read(
            by: actor,
            TakenTime.select(
                of: found.map(\.record.prescriber.account), and: patient.uuid, in: around, now: now),
            "consult.taken", decode: TakenTime.init)
        let knownOnes = Set(try await known)
        let times = found.flatMap { line in
            line.record.times(in: home.state, taken: taken).times(for: kind, in: range, now: now).map {
                BookableTime(
                    prescriber: line.record.prescriber.account, name: line.signature,
                    isKnown: knownOnes.contains(line.record.prescriber.account), time: $0,
                    timeZone: home.timeZone)
            }
        }.sorted { $0.position < $1.position }
        let rest = cursor.map { cursor in times.filter { $0.position > cursor } } ?? times
        let page = Array(rest.prefix(limit))
        return BookableTimePage(times: page, next: rest.count > limit ? page.last?.position : nil)
    }
}

/// Where a patient is, and how they want to be met: what booking needs of them.
struct Home: Sendable {
    let state: StateCode
    let timeZone: String
    let language: Language
    let consentsToMessages: Bool

    init(_ row: Row) throws {
        guard let state = StateCode(try row["state"] as String) else { throw NotFound() }
        self.state = state
        timeZone = try row["time_zone"]
        language = try row["language"]
        consentsToMessages = try row["consent_to_messages"]
    }

    /// A moment as it stands in a timeline or a message: date and wall time in the patient's zone.
    func wall(_ moment: Instant) -> String {
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        let minute = moment.minuteOfDay(in: zone)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(LocalDate(of: moment, in: zone)), \(two(minute / 60)):\(two(minute % 60))"
    }
}
