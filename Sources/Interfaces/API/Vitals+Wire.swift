import CarePath
import Clinic
import Clocks
import Intakes
import StrictJSON
import Treatments
import Wire

extension VitalsAnswer {
    init(_ view: VitalsView, program: ProgramData, in language: Language) {
        self.init(
            readings: view.readings.map(VitalsRequest.Reading.init),
            consequence: view.consequence.map { DecisionAnswer($0, program: program, in: language) },
            crisis: view.showsCrisisResources
                ? CrisisResources(program.screening.crisis, in: language) : nil)
    }
}

extension VitalsRequest.Reading {
    fileprivate init(_ reading: Treatments.Reading) {
        var pressure: CheckInRequest.BloodPressure?
        if let systolic = reading.systolic, let diastolic = reading.diastolic {
            pressure = .init(systolic: systolic, diastolic: diastolic)
        }
        self.init(measuredAt: reading.at.rfc3339, bloodPressure: pressure, pulse: reading.pulse)
    }
}

extension JSONReader {
    /// One or two measurements, each of blood pressure, pulse or both.
    ///
    /// - Parameter now: when one that does not say was made.
    mutating func vitals(now: Instant) -> [Treatments.Reading]? {
        let readings = array("readings", count: 1...3) { $0.reading(now: now) }
        return made { readings.value }
    }

    private mutating func reading(now: Instant) -> Treatments.Reading? {
        let measuredAt = optionalParse("measuredAt", as: .instant) { Instant(rfc3339: $0) }
        let pressure = optionalObject("bloodPressure") { $0.bloodPressure() }
        let pulse = optionalInteger("pulse", in: 20...250)
        if let pressure = pressure.ifRead, let pulse = pulse.ifRead, pressure == nil, pulse == nil {
            note(.missing(pointer.member("bloodPressure")))
        }
        return made {
            Treatments.Reading(
                systolic: pressure.value?.systolic, diastolic: pressure.value?.diastolic, pulse: pulse.value,
                at: measuredAt.value ?? now)
        }
    }

    /// Why, and until when.
    mutating func ownPause() -> (reason: String?, until: LocalDate?)? {
        let reason = optionalText("reason", length: 1...2000)
        let until = optionalParse("until", as: .date) { LocalDate($0) }
        return made { (reason.value, until.value) }
    }

    mutating func farewell() -> Farewell? {
        let reason = optionalText("reason", length: 1...2000)
        let phq9 = optionalIntegers("phq9", count: 9...9, in: 0...3)
        let gad7 = optionalIntegers("gad7", count: 7...7, in: 0...3)
        return made { Farewell(reason: reason.value, phq9: phq9.value, gad7: gad7.value) }
    }
}
