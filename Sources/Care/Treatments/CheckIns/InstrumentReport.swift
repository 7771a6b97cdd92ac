import Clinic
import Clocks
import Foundation
import Postgres

/// What a patient's scored questionnaire came to after the intake.
package struct InstrumentReport: Sendable, Hashable {
    package let instrument: Instrument
    package let date: LocalDate
    package let total: Int
    /// `moderate`: the band of the instrument's own file.
    package let band: String
    /// PHQ-9's question about self-harm, 0 to 3.
    package let item9: Int?

    /// A CHECK of the instrument_report table holds the same words.
    package enum Instrument: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case phq9, gad7, pcl5

        /// PHQ-9 has nine items, GAD-7 seven, each 0 to 3; PCL-5 twenty of 0 to 4.
        package var itemCount: Int {
            switch self {
            case .phq9: 9
            case .gad7: 7
            case .pcl5: 20
            }
        }

        package var highestGrade: Int { self == .pcl5 ? 4 : 3 }
    }

    package init(instrument: Instrument, date: LocalDate, total: Int, band: String, item9: Int?) {
        self.instrument = instrument
        self.date = date
        self.total = total
        self.band = band
        self.item9 = item9
    }
}
