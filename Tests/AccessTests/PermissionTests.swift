import Testing

@testable import Access

@Suite struct `Who may what` {
    /// The whole table, written out once more: program.md, People. A letter for each role, in the order of `Role`:
    /// patient, navigator, prescriber, director, pharmacist, administrator, auditor.
    private static let table: [(Permission, String)] = [
        (.anyone, "PNDMHAU"),
        (.signedIn, "PNDMHAU"),
        (.ownRecord, "P......"),
        (.staffSelf, ".NDMHAU"),
        (.workQueue, ".NDM..U"),
        (.workQueueChange, ".NDM..."),
        (.readPatients, ".NDM..U"),
        (.prepareCare, ".NDM..."),
        (.prescribe, "..D...."),
        (.recallLots, ".NDMH.."),
        (.manageSchedule, ".NDM..."),
        (.readProgram, ".NDM..U"),
        (.readAccess, ".....AU"),
        (.readRota, ".NDMHAU"),
        (.manageRota, "...M.A."),
        (.carryPager, "..DM..."),
        (.manageAccess, ".....A."),
        (.manageProgram, "...M..."),
        (.readOperations, "...M.AU"),
        (.operate, "...M.A."),
    ]

    @Test func `is decided by role and permission alone`() {
        #expect(Self.table.map(\.0) == Permission.allCases)
        for (permission, row) in Self.table {
            for (role, letter) in zip(Role.allCases, row) {
                #expect(permission.allows([role]) == (letter != "."), "\(permission) \(role)")
            }
        }
    }

    @Test(arguments: Permission.allCases)
    func `nobody without a role may anything but what is open to all`(permission: Permission) {
        #expect(permission.allows([]) == (permission == .anyone))
    }

    @Test func `several roles may what each of them may`() {
        #expect(Permission.manageAccess.allows([.careNavigator, .administrator]))
        #expect(Permission.workQueueChange.allows([.auditor, .prescriber]))
        #expect(!Permission.workQueueChange.allows([.auditor, .administrator]))
    }

    @Test func `an administrator sees no patient, an auditor changes nothing`() {
        for permission in [Permission.workQueue, .workQueueChange, .readPatients, .ownRecord] {
            #expect(!permission.allows([.administrator]))
        }
        for permission in [Permission.workQueueChange, .manageAccess, .manageProgram, .operate, .ownRecord] {
            #expect(!permission.allows([.auditor]))
        }
    }

    @Test func `a patient may nothing of the care team's`() {
        for permission in Permission.allCases where permission.allows([.patient]) {
            #expect([.anyone, .signedIn, .ownRecord].contains(permission))
        }
    }
}
