import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Postgres
import Prescriptions
import Treatments

/// The sweep of every morning: treatments whose day begins, by a clock that is one day ahead.
struct MorningsBench {
    let url: String
    let keys: URL
    /// The program's data files.
    let schema: URL

    /// Milliseconds for each of `count` treatments, spread evenly over the patients, the search for what is overdue
    /// included.
    func run(_ count: Int, of patients: Int) async throws -> Double {
        let keys = try InstallationKeys(folder: keys)
        let database = Database(url: url)
        let care = CarePath(
            database: database, keyring: keys.keyring, clock: SteppedClock(HostClock().now + .hours(25)),
            access: AccessServices(
                realm: .live, tokens: try await AccessTokens(keys: keys.tokens, realm: .live),
                enrolmentPage: "https://care.example.org/enrol#"),
            program: try ProgramData(folder: schema),
            prescriptionOffice: PrescriptionOffice(key: PrescriptionSigningKey(), delivery: .paper),
            wakeWorkers: {})
        let began = ContinuousClock.now
        try await care.sweepTreatments(by: BenchPeople.actor)
        for place in 0..<count {
            let treatment = BenchID.treatment.uuid(1 + place * patients / count)
            try await care.beginTreatmentDay(ID<Treatment>(treatment), by: BenchPeople.actor)
        }
        let seconds = (ContinuousClock.now - began).seconds
        await database.close()
        return seconds * 1000 / Double(count)
    }
}
