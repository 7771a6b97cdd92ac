import Access
import Foundation
import Postgres

extension CarePath {
    /// An active account with its roles in force and the handle by which people know it, a patient's or one of the
    /// care team's.
    static func selectHolder(_ account: UUID) -> SQL {
        """
        SELECT coalesce(account.handle, patient.handle) AS handle, ARRAY(
            SELECT role FROM role_grant WHERE account_id = account.id AND state = 'active' ORDER BY role) AS roles
        FROM account LEFT JOIN patient ON patient.id = account.id
        WHERE account.id = \(account) AND account.state = 'active'
        """
    }
}
