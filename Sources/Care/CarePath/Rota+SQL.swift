import Access
import Clinic
import Clocks
import Foundation
import Postgres
import Safety
import Sealing

extension CarePath {
    /// Who can be called at this moment: those on call, and everybody active who may close a flag of severity 1, the
    /// longest here first.
    static func roster(at now: Instant, on connection: Connection) throws -> PagingLadder.Roster {
        let found = try connection.fetchFirst(
            """
            SELECT on_call.person_id, on_call.backup_id, director.person_id AS director_id,
                ARRAY(SELECT account.id FROM account
                    WHERE account.state = 'active' AND EXISTS (SELECT FROM role_grant AS granted
                        WHERE granted.account_id = account.id AND granted.state = 'active'
                            AND granted.role = 'medicalDirector')
                    ORDER BY account.number) AS directors,
                ARRAY(SELECT account.id FROM account
                    WHERE account.state = 'active' AND EXISTS (SELECT FROM role_grant AS granted
                        WHERE granted.account_id = account.id AND granted.state = 'active'
                            AND granted.role IN ('prescriber', 'medicalDirector'))
                    ORDER BY account.number) AS everybody
            FROM (VALUES (true)) AS single
            LEFT JOIN on_call_shift AS on_call
                ON on_call.role = 'prescriber' AND on_call.state <> 'removed' AND on_call.during @> \(now)::timestamptz
            LEFT JOIN on_call_shift AS director
                ON director.role = 'medicalDirector' AND director.state <> 'removed'
                    AND director.during @> \(now)::timestamptz
            LIMIT 1
            """, "rota.roster"
        ) { row in
            let director: UUID? = try row["director_id"]
            let directors: [UUID] = try row["directors"]
            return PagingLadder.Roster(
                onCall: try row["person_id"], backup: try row["backup_id"],
                directors: director.map { [$0] } ?? directors, everybody: try row["everybody"])
        }
        return found ?? .init(onCall: nil, backup: nil, directors: [], everybody: [])
    }

    /// Shifts between two moments, with the names of whom they are.
    static func selectRota(from: Instant, to: Instant) -> SQL {
        """
        \(fragment: rotaSelection)
        WHERE shift.state <> 'removed' AND shift.ends_at > \(from) AND shift.starts_at < \(to)
        ORDER BY shift.starts_at, shift.role
        """
    }

    static func selectShift(_ id: ID<OnCallShift>) -> SQL {
        "\(fragment: rotaSelection) WHERE shift.id = \(id)"
    }

    /// The id behind a handle such as `oc-7k2mq`.
    static func selectShiftID(handle: String) -> SQL {
        "SELECT id FROM on_call_shift WHERE handle = \(handle)"
    }

    /// The account behind a handle such as `st-4m9xd`.
    static func selectStaffID(handle: String) -> SQL { "SELECT id FROM account WHERE handle = \(handle)" }

    private static let rotaSelection: SQL = """
        SELECT shift.id, shift.handle, shift.role, shift.person_id, shift.backup_id, shift.starts_at, shift.ends_at,
            shift.state, shift.version, person.handle AS person_handle, person.name AS person_name,
            backup.handle AS backup_handle, backup.name AS backup_name
        FROM on_call_shift AS shift
        JOIN account AS person ON person.id = shift.person_id
        LEFT JOIN account AS backup ON backup.id = shift.backup_id
        """

    /// How somebody is reached: the proven number, else the e-mail.
    static func contact(
        of account: UUID, keyring: Keyring, on connection: Connection
    ) throws -> StaffContact? {
        try connection.fetchFirst(
            """
            SELECT account.email, staff_pager.phone AS pager_phone
            FROM account LEFT JOIN staff_pager ON staff_pager.account_id = account.id
            WHERE account.id = \(account) AND account.state = 'active'
            """, "rota.contact"
        ) { row in
            StaffContact(
                phone: try StaffPager.openPhone(row, of: account, keyring: keyring),
                email: try StaffMember.openEmail(row, of: account, keyring: keyring))
        }
    }
}

/// How somebody of the care team is reached when they are called.
struct StaffContact {
    let phone: PhoneNumber?
    let email: String
}
