import Clinic
import Clocks
import Foundation
import Postgres

extension PrescriberRecord {
    /// What `init(_:)` reads, for any statement that has `prescriber` among its tables: the lists come as JSON, so that
    /// the whole record is one row.
    package static let columns: SQL = """
        prescriber.account_id, prescriber.credentials, prescriber.npi, prescriber.time_zone, prescriber.address,
        prescriber.initial_minutes, prescriber.review_minutes, prescriber.ad_hoc_minutes, prescriber.buffer_minutes,
        prescriber.minimum_notice_minutes, prescriber.horizon_days, prescriber.daily_maximum, prescriber.cover_id,
        prescriber.version,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('weekday', weekday, 'opens', opens, 'closes', closes,
                'from', valid_from, 'until', valid_until) ORDER BY weekday, opens, valid_from), '[]')
            FROM prescriber_hours WHERE prescriber_hours.account_id = prescriber.account_id) AS hours,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('date', date, 'opens', opens, 'closes', closes)
                ORDER BY date), '[]')
            FROM prescriber_exception WHERE prescriber_exception.account_id = prescriber.account_id) AS exceptions,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('state', state, 'number', number, 'from', valid_from,
                'until', valid_until) ORDER BY state, valid_from), '[]')
            FROM prescriber_licence WHERE prescriber_licence.account_id = prescriber.account_id) AS licences,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('state', state, 'number', number, 'from', valid_from,
                'until', valid_until) ORDER BY state, valid_from), '[]')
            FROM prescriber_dea WHERE prescriber_dea.account_id = prescriber.account_id) AS registrations
        """

    /// One prescriber, locked until the transaction ends, so that bookings of their days come one after the other.
    package static func lock(_ account: UUID, on connection: Connection) throws -> PrescriberRecord? {
        try connection.fetchFirst(
            """
            SELECT \(fragment: columns) FROM prescriber WHERE account_id = \(account) FOR NO KEY UPDATE
            """, "prescriber.lock", decode: PrescriberRecord.init)
    }

    /// Reads the columns above.
    package init(_ row: Row) throws {
        func minutes(_ column: String) throws -> Int { Int(try row[column] as Int32) }
        guard let npi = ProviderIdentifier(try row["npi"] as String) else { throw PrescriberRowBroken() }
        let pace = Prescriber.Pace(
            initialMinutes: try minutes("initial_minutes"), reviewMinutes: try minutes("review_minutes"),
            adHocMinutes: try minutes("ad_hoc_minutes"), bufferMinutes: try minutes("buffer_minutes"),
            minimumNoticeMinutes: try minutes("minimum_notice_minutes"),
            horizonDays: try minutes("horizon_days"), dailyMaximum: try minutes("daily_maximum"))
        prescriber = Prescriber(
            account: try row["account_id"],
            profile: .init(
                credentials: try row["credentials"], npi: npi, timeZone: try row["time_zone"],
                address: try (row["address"] as JSONText).decoded(as: PostalAddress.self), pace: pace,
                cover: try row["cover_id"]),
            version: try row["version"])
        let weekly = try (row["hours"] as JSONText).decoded(as: [HoursEntry].self).map { try $0.weekly }
        let exceptions = try (row["exceptions"] as JSONText).decoded(as: [ExceptionEntry].self)
        hours = WorkingHours(
            weekly: weekly,
            exceptions: Dictionary(try exceptions.map { try $0.entry }, uniquingKeysWith: { $1 }))
        licences = try (row["licences"] as JSONText).decoded(as: [CredentialEntry].self).map {
            try $0.credential
        }
        registrations = try (row["registrations"] as JSONText).decoded(as: [CredentialEntry].self).map {
            try $0.credential
        }
    }
}

/// A prescriber's row holds what its CHECKs forbid.
package struct PrescriberRowBroken: Error {}

private struct HoursEntry: Decodable {
    let weekday, opens, closes: Int
    let from: String
    let until: String?

    var weekly: WorkingHours.Weekly {
        get throws {
            guard let span = WorkingHours.Span(opens: opens, closes: closes), let from = LocalDate(from)
            else {
                throw PrescriberRowBroken()
            }
            return .init(weekday: weekday, span: span, from: from, until: until.flatMap { LocalDate($0) })
        }
    }
}

private struct ExceptionEntry: Decodable {
    let date: String
    let opens, closes: Int?

    var entry: (LocalDate, WorkingHours.Span?) {
        get throws {
            guard let date = LocalDate(date) else { throw PrescriberRowBroken() }
            guard let opens, let closes else { return (date, nil) }
            return (date, WorkingHours.Span(opens: opens, closes: closes))
        }
    }
}

private struct CredentialEntry: Decodable {
    let state, number, from, until: String

    var credential: StateCredential {
        get throws {
            guard let state = StateCode(state), let from = LocalDate(from), let until = LocalDate(until)
            else {
                throw PrescriberRowBroken()
            }
            return try StateCredential(state: state, number: number, from: from, until: until)
        }
    }
}
