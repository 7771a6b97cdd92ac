import Clinic
import Clocks
import Foundation
import Postgres

extension Prescriber {
    /// Writes the profile: a new one where `version` is 0, otherwise a change of the one that has this version.
    ///
    /// - Returns: whether there was such a one.
    /// - Throws: `identifierTaken`, `coverUnfit`.
    package static func write(
        _ profile: Profile, of account: UUID, from version: Int, on connection: Connection, now: Instant
    ) throws -> Bool {
        let address = try JSONText(encoding: profile.address)
        let pace = profile.pace
        do {
            return try connection.run(
                version == 0
                    ? """
                    INSERT INTO prescriber (account_id, credentials, npi, time_zone, address, initial_minutes,
                        review_minutes, ad_hoc_minutes, buffer_minutes, minimum_notice_minutes, horizon_days,
                        daily_maximum, cover_id, changed_at, version)
                    VALUES (\(account), \(profile.credentials), \(profile.npi.digits), \(profile.timeZone), \(address),
                        \(Int32(pace.initialMinutes)), \(Int32(pace.reviewMinutes)), \(Int32(pace.adHocMinutes)),
                        \(Int32(pace.bufferMinutes)), \(Int32(pace.minimumNoticeMinutes)), \(Int32(pace.horizonDays)),
                        \(Int32(pace.dailyMaximum)), \(profile.cover), \(now), 1)
                    ON CONFLICT (account_id) DO NOTHING
                    """
                    : """
                    UPDATE prescriber
                    SET credentials = \(profile.credentials), npi = \(profile.npi.digits),
                        time_zone = \(profile.timeZone), address = \(address),
                        initial_minutes = \(Int32(pace.initialMinutes)),
                        review_minutes = \(Int32(pace.reviewMinutes)), ad_hoc_minutes = \(Int32(pace.adHocMinutes)),
                        buffer_minutes = \(Int32(pace.bufferMinutes)),
                        minimum_notice_minutes = \(Int32(pace.minimumNoticeMinutes)),
                        horizon_days = \(Int32(pace.horizonDays)), daily_maximum = \(Int32(pace.dailyMaximum)),
                        cover_id = \(profile.cover), changed_at = \(now), version = version + 1
                    WHERE account_id = \(account) AND version = \(version)
                    """, "prescriber.write") == 1
        } catch PostgresError.uniqueViolation("prescriber_npi_key") {
            throw PrescriberRefusal.identifierTaken
        } catch PostgresError.foreignKeyViolation("prescriber_cover_fkey") {
            throw PrescriberRefusal.coverUnfit
        }
    }

    /// Counts a change of the hours, if the record is still at `version`; the prescriber is locked with it.
    package static func touch(
        _ account: UUID, from version: Int, on connection: Connection, now: Instant
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE prescriber SET changed_at = \(now), version = version + 1
            WHERE account_id = \(account) AND version = \(version)
            """, "prescriber.touch") == 1
    }

    /// Replaces the week, queued. What had a last day before today is kept as it was.
    package static func replaceHours(
        _ weekly: [WorkingHours.Weekly], of account: UUID, on connection: Connection
    ) throws {
        try connection.execute(
            "DELETE FROM prescriber_hours WHERE account_id = \(account)", "prescriber.forgetHours")
        for entry in weekly {
            try connection.execute(
                """
                INSERT INTO prescriber_hours (account_id, weekday, opens, closes, valid_from, valid_until)
                VALUES (\(account), \(Int32(entry.weekday)), \(Int32(entry.span.opens)),
                    \(Int32(entry.span.closes)), \(entry.from), \(entry.until))
                """, "prescriber.addHours")
        }
    }

    /// Says what one date is like, or, with `nil`, that the week counts again. Queued.
    package static func write(
        _ exception: DayException?, on date: LocalDate, of account: UUID, on connection: Connection
    ) throws {
        guard let exception else {
            return try connection.execute(
                "DELETE FROM prescriber_exception WHERE account_id = \(account) AND date = \(date)",
                "prescriber.forgetException")
        }
        let opens = exception.span.map { Int32($0.opens) }
        let closes = exception.span.map { Int32($0.closes) }
        try connection.execute(
            """
            INSERT INTO prescriber_exception (account_id, date, opens, closes)
            VALUES (\(account), \(date), \(opens), \(closes))
            ON CONFLICT (account_id, date) DO UPDATE SET opens = excluded.opens, closes = excluded.closes
            """, "prescriber.writeException")
    }

    /// Adds a licence, or changes number and end of the one that begins that day.
    ///
    /// - Throws: `overlapsAnother` where the database's exclusion says so.
    package static func add(
        licence: StateCredential, of account: UUID, on connection: Connection
    ) throws {
        do {
            try connection.run(
                """
                INSERT INTO prescriber_licence (account_id, state, number, valid_from, valid_until)
                VALUES (\(account), \(licence.state.code), \(licence.number), \(licence.from), \(licence.until))
                ON CONFLICT (account_id, state, valid_from) DO UPDATE
                SET number = excluded.number, valid_until = excluded.valid_until
                """, "prescriber.addLicence")
        } catch PostgresError.exclusionViolation("prescriber_licence_once_at_a_time") {
            throw PrescriberRefusal.overlapsAnother
        }
    }

    /// The same for a DEA registration, whose number the caller has checked (`DEANumber`).
    package static func add(
        registration: StateCredential, of account: UUID, on connection: Connection
    ) throws {
        do {
            try connection.run(
                """
                INSERT INTO prescriber_dea (account_id, state, number, valid_from, valid_until)
                VALUES (\(account), \(registration.state.code), \(registration.number), \(registration.from),
                    \(registration.until))
                ON CONFLICT (account_id, state, valid_from) DO UPDATE
                SET number = excluded.number, valid_until = excluded.valid_until
                """, "prescriber.addDEA")
        } catch PostgresError.exclusionViolation("prescriber_dea_once_at_a_time") {
            throw PrescriberRefusal.overlapsAnother
        }
    }

    /// Whether they may practise in a state on a date.
    package static func isLicensed(
        _ account: UUID, in state: StateCode, on date: LocalDate, on connection: Connection
    ) throws -> Bool {
        try connection.fetchFirst(
            """
            SELECT true AS licensed FROM prescriber_licence
            WHERE account_id = \(account) AND state = \(state.code)
                AND valid_from <= \(date) AND valid_until >= \(date)
            LIMIT 1
            """, "prescriber.isLicensed"
        ) { try $0["licensed"] } ?? false
    }
}
