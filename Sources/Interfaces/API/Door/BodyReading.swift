import Clinic
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Takes in a request's body: all of it, no more than allowed, and not for ever.
struct BodyReading: Sendable {
    let most: Int
    let deadline: Duration

    /// What came, and whether the connection can carry another request after it.
    struct Failure: Error {
        let code: ProblemCode
        let mustClose: Bool
    }

    /// A body that is too large is read on for a while, so that a client that writes before it reads still sees
    /// the 413; one that never ends is cut off.
    private var mostDrained: Int { 16 * most }

    func bytes(of request: Request, on channel: any Channel) async throws(Failure) -> [UInt8] {
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        if declared == 0 || (declared == nil && request.headers[.transferEncoding] == nil) { return [] }
        if let declared, declared > mostDrained { throw Failure(code: .bodyTooLarge, mustClose: true) }
        let isLate = LateFlag()
        let timer = channel.eventLoop.scheduleTask(in: .nanoseconds(deadline.nanoseconds)) {
            isLate.raise()
            channel.close(mode: .input, promise: nil)
        }
        defer { timer.cancel() }
        do {
            return try await collect(request.body, declared: declared)
        } catch let failure as Failure {
            throw isLate.isRaised ? Failure(code: .requestTimeout, mustClose: true) : failure
        } catch {
            // The connection broke, or what came over it was not HTTP.
            throw Failure(code: isLate.isRaised ? .requestTimeout : .bodyIncomplete, mustClose: true)
        }
    }

    private func collect(_ body: RequestBody, declared: Int?) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(declared ?? 0, most))
        var count = 0
        for try await part in body {
            count += part.readableBytes
            if count > mostDrained { throw Failure(code: .bodyTooLarge, mustClose: true) }
            if count <= most { bytes.append(contentsOf: part.readableBytesView) }
        }
        if let declared, count < declared { throw Failure(code: .bodyIncomplete, mustClose: true) }
        if count > most { throw Failure(code: .bodyTooLarge, mustClose: false) }
        return bytes
    }
}

/// Raised on the connection's thread when time is up, read by the task that waits for the body.
private final class LateFlag: Sendable {
    private let flag = Atomic(false)

    var isRaised: Bool { flag.load(ordering: .acquiring) }

    func raise() { flag.store(true, ordering: .releasing) }
}
