import Foundation
import Outbound
import Shipments
import StrictJSON

/// What EasyPost answered: its document, or its no.
enum EasyPostAnswer {
    /// - Parameter changes: whether the request was to change something. Then a broken server may have done it, and
    ///   an answer that cannot be read says nothing about what was done.
    static func read(_ response: OutboundResponse, changes: Bool) throws(CarrierFault) -> JSONValue {
        switch response.status {
        case 200...299:
            guard let document = try? JSONValue(parsing: [UInt8](response.body)) else {
                throw changes ? .unknown : .notNow(code: "unreadable", retryAfter: nil)
            }
            return document
        case 429, 503:
            throw .notNow(code: "\(response.status)", retryAfter: response.headers.retryAfter)
        case 408, 500...599:
            throw changes ? .unknown : .notNow(code: "\(response.status)", retryAfter: nil)
        default:
            throw .refused(code: EasyPostProblem(response).code)
        }
    }
}

/// EasyPost's way of saying what was wrong. `error` may be an object or a text, its `message` a text, a list or an
/// object, its `errors` texts or objects: all are read, and whatever is said nobody is hurt by it.
package struct EasyPostProblem: Sendable, Hashable {
    /// `SHIPMENT.POSTAGE.EXISTS`; the HTTP status where there is none.
    package let code: String
    /// In its own words, for tests and people; never logged, since a message may quote an address.
    package let messages: [String]

    package init(status: Int, body: Data) {
        let document = try? JSONValue(parsing: [UInt8](body))
        let error = document?["error"]
        let told = (error?["code"] ?? document?["code"])?.stringValue
        // What is no code is not taken for one: it becomes the reason of somebody's work.
        code =
            told.flatMap { $0.wholeMatch(of: /[A-Za-z0-9_.-]{1,60}/) == nil ? nil : $0 } ?? "HTTP.\(status)"
        let message = error?["message"] ?? error?.stringValue.map(JSONValue.string)
        messages = Self.texts(message) + Self.texts(error?["errors"])
    }

    init(_ response: OutboundResponse) { self.init(status: response.status, body: response.body) }

    /// Every text in it, at whatever depth, in order.
    private static func texts(_ value: JSONValue?) -> [String] {
        switch value {
        case .string(let text)?: [text]
        case .array(let values)?: values.flatMap { texts($0) }
        case .object(let object)?: object.members.flatMap { texts($0.value) }
        case .number?, .bool?, .null?, nil: []
        }
    }
}
