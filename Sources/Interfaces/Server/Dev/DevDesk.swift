import API
import Clocks
import Cohort
import Wire

/// The levers behind `/dev`: clock, messages, made-up people.
struct DevDesk: DevControls {
    let time: DevTime
    let partners: any DevPartners
    /// There once the care team is complete.
    let patients: Awaited<PatientMaker>

    func clock() -> DevClockAnswer { time.show() }

    func advanceClock(to goal: DevClockGoal) async throws -> DevClockAnswer {
        try await time.advance(to: goal)
    }

    func messages(to address: String?, limit: Int) async throws -> [SunkMessage] {
        try await partners.messages(to: address, limit: limit)
    }

    var stages: [String] { Station.allCases.map(\.rawValue) }

    func people() async throws -> [DevPerson] {
        let now = time.now
        return await (patients.value?.people ?? []).map { person in
            var person = person
            person.code = person.totpSecret.flatMap(OneTimePassword.init(base32:))?.code(at: now)
            return person
        }
    }

    func makePerson(at stage: String) async throws -> DevPerson {
        guard let stage = Station(rawValue: stage), let maker = patients.value else {
            throw NotReadyYet()
        }
        return try await maker.make(at: stage)
    }
}

/// The made-up clinic is still coming together.
struct NotReadyYet: Error {}
