import API
import Clocks
import Sandbox
import Wire

/// The levers behind `/dev`: clock, messages, made-up people.
struct DevDesk: DevControls {
    let time: DevTime
    let sink: MessageSink
    /// There once the care team is complete.
    let patients: Awaited<PatientMaker>

    func clock() -> DevClockAnswer { time.show() }

    func advanceClock(to goal: DevClockGoal) async throws -> DevClockAnswer {
        try await time.advance(to: goal)
    }

    func messages(to address: String?, limit: Int) -> [SunkMessage] {
        let messages = address.map { sink.messages(to: $0) } ?? sink.all()
        return messages.suffix(limit).map {
            SunkMessage(at: $0.at, channel: $0.channel, to: $0.to, subject: $0.subject, body: $0.body)
        }
    }

    var stages: [String] { PatientMaker.Stage.allCases.map(\.rawValue) }

    func people() async throws -> [DevPerson] { await patients.value?.people ?? [] }

    func makePerson(at stage: String) async throws -> DevPerson {
        guard let stage = PatientMaker.Stage(rawValue: stage), let maker = patients.value else {
            throw NotReadyYet()
        }
        return try await maker.make(at: stage)
    }
}

/// The made-up clinic is still coming together.
struct NotReadyYet: Error {}
