import API
import Foundation
import Support
import Yams

/// `Schema/openapi.yaml`, as far as the routes are compared with it.
struct ContractDocument: Decodable {
    let paths: [String: [String: Operation]]
    let components: Components

    static func load() throws -> ContractDocument {
        try YAMLDecoder().decode(ContractDocument.self, from: text)
    }

    static var text: String {
        get throws {
            try String(contentsOf: Checkout.folder.appending(path: "Schema/openapi.yaml"), encoding: .utf8)
        }
    }

    struct Operation: Decodable {
        let summary: String
        let permission: String
        let limit: String
        let security: [[String: [String]]]
        let parameters: [Reference]
        let requestBody: Body?
        let responses: [String: Body]

        enum CodingKeys: String, CodingKey {
            case summary, security, parameters, requestBody, responses
            case permission = "x-permission"
            case limit = "x-rate-limit"
        }
    }

    struct Reference: Decodable {
        let ref: String

        enum CodingKeys: String, CodingKey { case ref = "$ref" }

        var name: String { String(ref.split(separator: "/").last ?? "") }
    }

    struct Body: Decodable {
        let content: [String: Ignored]?
    }

    struct Ignored: Decodable {
        init(from decoder: any Decoder) {}
    }

    struct Components: Decodable {
        let parameters: [String: Parameter]
        let schemas: [String: Schema]
    }

    struct Parameter: Decodable, Hashable {
        let name: String
        let `in`: String
        let required: Bool
    }

    struct Schema: Decodable {
        let values: [String]?
        let statuses: [String: Int]?

        enum CodingKeys: String, CodingKey {
            case values = "enum"
            case statuses = "x-status"
        }
    }

    func parameters(of operation: Operation) -> [Parameter] {
        operation.parameters.compactMap { components.parameters[$0.name] }
    }
}
