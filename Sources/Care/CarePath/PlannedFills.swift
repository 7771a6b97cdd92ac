import Clinic
import Clocks
import Patients
import Postgres
import Prescriptions

extension CarePath {
    /// A fill exists, planned and with its dates: the job that releases it goes with it. Inside the transaction that
    /// plans it, which is the signing for the first.
    func fillPlanned(_ fill: Fill, on connection: Connection, now: Instant) throws {
        try enqueueRelease(of: fill, on: connection, now: now)
    }

    /// What kept a patient's planned fills back is over: the rules are asked again, on their day or now.
    func askAgainForFills(of patient: ID<Patient>, on connection: Connection, now: Instant) throws {
        let planned = try connection.fetch(
            Fill.selectPlanned(of: patient.uuid), "fill.planned", decode: Fill.init)
        for fill in planned { try enqueueRelease(of: fill, on: connection, now: now) }
    }
}

extension LegalBases {
    /// Whether a fill may go out on a basis: while it is in force, and afterwards where the law lets fills go on. Where
    /// it wants them reviewed, a person decides, and until then the fill is kept.
    func allowsFill(on date: LocalDate, under code: LegalBasisCode) -> Bool {
        guard let basis = self[code] else { return false }
        return basis.isValid(on: date) || basis.fillsAfterEnd == .allowed
    }
}
