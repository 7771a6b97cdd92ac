import Clinic
import Foundation
import Outbound
import PharmacyOrders

/// What a pharmacy of LifeFile's form answered, and what it means for the order.
enum LifeFileAnswer {
    /// `{"type":"success","data":{"orderId":…}}` or `{"type":"error","message":…,"code":…}`.
    private struct Reply: Decodable {
        let type: String
        let data: Accepted?
        let code: Code?
    }

    private struct Accepted: Decodable {
        let orderId: Code?
    }

    /// `{"type":"success","data":{"orders":[{"orderId":…}]}}`.
    private struct List: Decodable {
        let type: String
        let data: Orders

        struct Orders: Decodable { let orders: [Entry] }
        struct Entry: Decodable {
            let orderId: Code
            /// Ours, where the pharmacy repeats it.
            let referenceId: String?
        }
    }

    /// A number or a text; both are met.
    private struct Code: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let box = try decoder.singleValueContainer()
            if let number = try? box.decode(Int.self) {
                text = String(number)
            } else {
                text = try box.decode(String.self)
            }
        }
    }

    /// An answer that is no answer to the order leaves open what the pharmacy did: a success without a number, a
    /// page of a proxy, any 5xx, a 408 of a pharmacy that lost patience, a 409 of one that has something like it
    /// already. A no to ourselves (401, 403, 404, 429) means that the order was not looked at.
    static func submission(_ response: OutboundResponse) -> SubmissionAnswer {
        let reply = try? JSONDecoder().decode(Reply.self, from: response.body)
        switch response.status {
        case 200...299:
            if let reference = reply?.data?.orderId, reply?.type == "success" {
                return .accepted(reference: reference.text)
            }
            if let reply, reply.type == "error" { return .rejected(code: code(reply)) }
            return .unknown
        case 401, 403, 404, 429: return .notSent(code: "\(response.status)")
        case 408, 409: return .unknown
        case 400...499: return .rejected(code: reply.map(code) ?? "other")
        default: return .unknown
        }
    }

    /// Only a well-formed, empty list says that there is no such order. A list of other people's orders answers
    /// something that was not asked.
    static func find(_ response: OutboundResponse, about order: ID<PharmacyOrder>) -> FindAnswer {
        guard response.status == 200, let list = try? JSONDecoder().decode(List.self, from: response.body),
            list.type == "success"
        else { return .notNow }
        guard !list.data.orders.isEmpty else { return .notFound }
        let own = list.data.orders.first {
            ($0.referenceId ?? order.description).lowercased() == order.description
        }
        return own.map { .found(reference: $0.orderId.text) } ?? .notNow
    }

    static func cancel(_ response: OutboundResponse) -> CancelAnswer {
        switch response.status {
        case 200...299:
            let reply = try? JSONDecoder().decode(Reply.self, from: response.body)
            return reply?.type == "error" ? .refused : .cancelled
        case 409, 422: return .refused
        default: return .notNow
        }
    }

    private static func code(_ reply: Reply) -> String { reply.code?.text ?? "other" }
}
