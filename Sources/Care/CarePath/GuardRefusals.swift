import Clinic
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import Safety
import Treatments

extension CarePath {
    /// What the tables refuse by themselves, in the program's own words. Its functions look first, so that a guard speaks
    /// only where something was committed between the look and the write: then the answer is the one that a look a
    /// moment later would have given.
    static func refusal(behind error: any Error) -> (any Refusing)? {
        if let refusal = error as? any Refusing { return refusal }
        guard let fault = error as? PostgresError else { return nil }
        return guards.first { fault.violates($0.constraint) }?.refusal
    }

    private static let guards: [(constraint: String, refusal: any Refusing)] = [
        ("prescription_no_severe_flag", PrescriptionRefusal.gatesClosed([.init(.severeFlagOpen)])),
        ("fill_no_severe_flag", ReleaseRefusal([.flagOpen])),
        ("fill_not_halted", ReleaseRefusal([.treatmentNotGoingOn])),
        ("fill_one_under_way", ReleaseRefusal([.tooSoon])),
        ("early_fill_once_a_parcel", SupplyRefusal.notReplaceable),
        ("pharmacy_order_not_too_soon", ReleaseRefusal([.tooSoon])),
        ("patient_record_open", RecordEnded()),
        ("patient_closed_when_done", RequestRefusal.closingBlocked),
        ("dose_plan_no_rise_under_flag", CourseRefusal.flagOpen),
        ("dose_plan_within_prescription", CourseRefusal.doseNotAllowed),
        ("treatment_paused_under_flag", CourseRefusal.flagOpen),
        ("on_call_shift_one_at_a_time", RotaRefusal.overlapsAnother),
        ("on_call_shift_person_is_active", RotaRefusal.personUnfit),
        ("on_call_shift_backup_is_active", RotaRefusal.personUnfit),
    ]
}
