import Access
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres

extension CarePath {
    /// Where a patient is and how they want to be met.
    static func selectHome(of patient: ID<Patient>) -> SQL {
        "SELECT state, time_zone, language, consent_to_messages FROM patient WHERE id = \(patient)"
    }

    /// How a patient is reached.
    static func selectContact(of patient: ID<Patient>) -> SQL {
        "SELECT data_key AS patient_data_key, contact AS patient_contact FROM patient WHERE id = \(patient)"
    }

    /// The key with which a patient's columns are sealed.
    static func selectDataKey(of patient: ID<Patient>) -> SQL {
        "SELECT data_key FROM patient WHERE id = \(patient)"
    }

    /// Everybody who may see patients of `state`, at whatever time: at work here, in the role, licensed there once.
    static func selectPrescribers(in state: StateCode) -> SQL {
        """
        \(fragment: prescribers)
        WHERE account.state = 'active' AND \(fragment: holdsTheRole)
            AND EXISTS (SELECT FROM prescriber_licence
                WHERE prescriber_licence.account_id = prescriber.account_id
                    AND prescriber_licence.state = \(state.code))
        """
    }

    /// A page of all prescribers, those who left included, in the order in which they came.
    static func selectPrescribers(after number: Int, limit: Int) -> SQL {
        "\(fragment: prescribers) WHERE account.number > \(number) ORDER BY account.number LIMIT \(limit)"
    }

    /// One of them.
    static func selectPrescriber(_ account: UUID) -> SQL {
        "\(fragment: prescribers) WHERE prescriber.account_id = \(account)"
    }

    /// The account behind a handle such as `st-4m9xd`.
    static func selectAccountID(handle: String) -> SQL {
        "SELECT id FROM account WHERE handle = \(handle)"
    }

    /// Whether somebody at work here holds the role.
    static func selectMaySee(_ account: UUID) -> SQL {
        """
        SELECT true AS may FROM account
        WHERE account.id = \(account) AND account.state = 'active' AND \(fragment: holdsTheRole)
        """
    }

    /// Whether somebody has visits that are not over.
    static func selectActiveVisit(of prescriber: UUID) -> SQL {
        """
        SELECT true AS has FROM consult
        WHERE prescriber_id = \(prescriber) AND state IN ('held', 'booked', 'checkedIn', 'inProgress')
        LIMIT 1
        """
    }

    private static let holdsTheRole: SQL = """
        EXISTS (SELECT FROM role_grant
            WHERE role_grant.account_id = account.id AND role_grant.role = 'prescriber'
                AND role_grant.state = 'active')
        """

    private static let prescribers: SQL = """
        SELECT \(fragment: PrescriberRecord.columns), account.handle, account.number, account.state AS account_state,
            account.name AS owner_name
        FROM prescriber JOIN account ON account.id = prescriber.account_id
        """
}
