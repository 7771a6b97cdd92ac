import HTTPTypes
import Hummingbird
import StrictJSON

/// The page by which a person or a test orders faults and reads what arrived:
///
///     POST   /control/faults {"operation": "text.send", "kind": "delay", "milliseconds": 500, "count": 3}
///     POST   /control/faults {"operation": "pharmacy.order", "kind": "triage", "code": "badAddress"}
///     GET    /control/faults
///     DELETE /control/faults
///     GET    /control/messages?to=…&since=…
struct ControlRoutes: Sendable {
    let sink: MessageSink
    let faults: SandboxFaults

    func add(to router: Router<BasicRequestContext>) {
        let control = router.group("control")
        control.post("faults") { request, _ in try await order(request) }
        control.get("faults") { _, _ in answer(standing) }
        control.delete("faults") { _, _ in
            faults.clear()
            return answer(standing)
        }
        control.get("messages") { request, _ in messages(request) }
    }

    private func order(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 16)
        do {
            let order = try FaultOrder(JSONValue(parsing: body.readableBytesView))
            faults.order(order.kind, for: order.operation, count: order.count)
            return answer(standing, status: .created)
        } catch let error as JSONSyntaxError {
            return answer(["problem": .string("\(error)")], status: .badRequest)
        } catch let error as JSONProblems {
            return answer(["problem": .string("\(error)")], status: .unprocessableContent)
        }
    }

    /// How many calls will still go wrong, by operation.
    private var standing: JSONValue {
        .object(
            JSONObject(
                SandboxFaults.Operation.allCases.filter { faults.left(for: $0) > 0 }.map {
                    .init(name: $0.rawValue, value: .number(JSONNumber(faults.left(for: $0))))
                }))
    }

    private func messages(_ request: Request) -> Response {
        let since = request.uri.queryParameters.get("since", as: Int.self) ?? 0
        let address = request.uri.queryParameters.get("to")
        let messages = sink.all(since: since).filter { address == nil || $0.to == address }
        return answer([
            "items": .array(
                messages.map { message in
                    [
                        "number": .number(JSONNumber(message.number)), "at": .string(message.at),
                        "channel": .string(message.channel), "from": .string(message.from),
                        "to": .string(message.to),
                        "subject": message.subject.map { .string($0) } ?? .null,
                        "body": .string(message.body),
                        "reference": .string(message.reference),
                    ]
                })
        ])
    }
}

/// A JSON answer of the sandbox.
func answer(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
    var headers = headers
    headers[.contentType] = "application/json; charset=utf-8"
    return Response(
        status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
}
