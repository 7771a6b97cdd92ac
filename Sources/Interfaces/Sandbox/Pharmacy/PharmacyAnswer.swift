import HTTPTypes
import Hummingbird
import StrictJSON

/// What a stand-in pharmacy says, in LifeFile's form.
enum PharmacyAnswer {
    static func success(_ data: JSONValue) -> Response {
        answer(["type": "success", "message": "", "data": data])
    }

    static func refusal(_ refusal: PharmacyRefusal) -> Response {
        error(refusal.code, refusal.message, status: HTTPResponse.Status(code: refusal.status))
    }

    static let broken = error("internal", "Something broke.", status: .internalServerError)

    static func error(_ code: String, _ message: String, status: HTTPResponse.Status) -> Response {
        answer(["type": "error", "code": .string(code), "message": .string(message)], status: status)
    }
}

/// Why a stand-in pharmacy says no.
enum PharmacyRefusal: Error {
    case notSignedIn
    /// No such pharmacy, or no such order.
    case unknown
    case notJSON
    case form(fields: [String])
    case unknownProduct
    /// The strength written is not the product's.
    case wrongStrength
    case wrongPractice
    case tooLate(PharmacyStage)

    var status: Int {
        switch self {
        case .notSignedIn: 401
        case .unknown: 404
        case .notJSON: 400
        case .form, .unknownProduct, .wrongStrength, .wrongPractice: 422
        case .tooLate: 409
        }
    }

    var code: String {
        switch self {
        case .notSignedIn: "unauthorized"
        case .unknown: "notFound"
        case .notJSON: "notJSON"
        case .form: "invalidOrder"
        case .unknownProduct: "unknownProduct"
        case .wrongStrength: "wrongStrength"
        case .wrongPractice: "wrongPractice"
        case .tooLate: "cancelRefused"
        }
    }

    var message: String {
        switch self {
        case .notSignedIn: "User, password or one of the headers is wrong."
        case .unknown: "There is no such order."
        case .notJSON: "The body is not JSON."
        case .form(let fields): "Missing or wrong: \(fields.joined(separator: ", "))"
        case .unknownProduct: "The product is not made here."
        case .wrongStrength: "The strength is not the product's."
        case .wrongPractice: "The practice is not the one in the header."
        case .tooLate(let stage): "The order is \(stage.rawValue) already."
        }
    }
}
