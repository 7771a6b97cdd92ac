import Clinic
import Patients
import Postgres
import Treatments

extension CarePath {
    /// Totals reported after the intake, the latest first, along `instrument_report_by_patient`.
    static func selectReportedTotals(of patient: ID<Patient>) -> SQL {
        """
        SELECT id, instrument, local_date, total, band, item9 FROM instrument_report
        WHERE patient_id = \(patient)
        ORDER BY local_date DESC, reported_at DESC
        LIMIT 500
        """
    }
}

extension ReportedTotal {
    init(_ row: Row) throws {
        self.init(id: try row["id"], report: try InstrumentReport(row))
    }
}
