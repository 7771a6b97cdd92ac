import Clocks
import Wire

/// The levers of `lozenged dev`: its clock, its sink of messages, its made-up people. The server hands them in;
/// without them the routes under `/dev` do not exist.
package protocol DevControls: Sendable {
    func clock() async throws -> DevClockAnswer

    /// Moves the program clock and answers once all that was due has been done, or names what is stuck after 30 s.
    func advanceClock(to goal: DevClockGoal) async throws -> DevClockAnswer

    /// What the sandbox took in of messages, the newest last.
    ///
    /// - Parameter address: only those to this e-mail or phone number.
    func messages(to address: String?, limit: Int) async throws -> [SunkMessage]

    /// The stages that somebody can be made for.
    var stages: [String] { get }

    func people() async throws -> [DevPerson]

    /// Makes somebody up and takes them to `stage`, one of `stages`.
    func makePerson(at stage: String) async throws -> DevPerson
}

/// Where the dev clock is to go.
package enum DevClockGoal: Sendable, Equatable {
    case instant(Instant)
    /// To the host's time, and on with it.
    case now
}
