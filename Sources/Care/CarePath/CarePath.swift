import Access
import Clinic
import Clocks
import Postgres
import Prescriptions
import Sealing

/// The corridor: the only place that knows several stages.
///
/// Each function is one sentence of the program ("a person registered", "the care team decided on a screening")
/// and one transaction: lock, decide, save, enqueue, audit. HTTP, jobs and commands reach the same functions, so
/// no door holds a rule. A partner is never called from here; what must be sent is a job of the same transaction.
package struct CarePath: Sendable {
    package let database: Database
    package let keyring: Keyring
    package let clock: any ProgramClock
    package let access: AccessServices
    package let program: ProgramData
    /// How prescriptions are signed and handed over here.
    package let prescriptionOffice: PrescriptionOffice
    /// Tells the workers of this process that there may be something to do; a hint, they poll anyway.
    package let wakeWorkers: @Sendable () -> Void

    package init(
        database: Database, keyring: Keyring, clock: any ProgramClock, access: AccessServices,
        program: ProgramData, prescriptionOffice: PrescriptionOffice,
        wakeWorkers: @escaping @Sendable () -> Void
    ) {
        self.database = database
        self.keyring = keyring
        self.clock = clock
        self.access = access
        self.program = program
        self.prescriptionOffice = prescriptionOffice
        self.wakeWorkers = wakeWorkers
    }
}
