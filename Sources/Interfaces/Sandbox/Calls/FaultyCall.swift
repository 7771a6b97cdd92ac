import Hummingbird
import ServiceLifecycle

/// A call that goes as it was ordered to go: late, wrong, or without an answer.
struct FaultyCall: Sendable {
    let faults: SandboxFaults
    let operation: SandboxFaults.Operation
    /// What the partner says when something broke in it.
    let broken: Response
    /// Writes down that a call came to nothing.
    let note: @Sendable (_ operation: String) throws -> Void

    /// - Parameter work: does what was asked for; told of a fault that is about what comes afterwards.
    func serve(_ work: (SandboxFaults.Kind?) async throws -> Response) async throws -> Response {
        let fault = faults.take(operation)
        switch fault {
        case .error500:
            try note(operation.rawValue)
            return broken
        case .delay(let duration): try await Task.sleep(for: duration)
        default: break
        }
        let answer = try await work(fault)
        if fault == .error500AfterSuccess { return broken }
        if fault == .timeoutAfterSuccess { try await neverAnswer() }
        return answer
    }
}

/// Longer than any partner's deadline; cut short when the sandbox stops.
func neverAnswer() async throws {
    try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(60)) }
}
