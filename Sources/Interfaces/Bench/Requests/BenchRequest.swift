import ArgumentParser
import Clinic
import Crypto
import Foundation

/// What is asked of the server, as bytes. Everybody has an address of their own, as behind a proxy: the server counts
/// requests by address and account.
enum BenchRequest: String, CaseIterable, ExpressibleByArgument {
    case health
    case treatment
    case checkIn = "check-in"
    case webhook

    static let healthRequest = request("GET", "/healthz")

    /// A patient looks at their treatment.
    static func treatment(of bearer: TokenBearers.Bearer) -> Data {
        request(
            "GET", "/v1/me/treatment",
            [address(bearer.number), ("Authorization", "Bearer \(bearer.token)")])
    }

    /// A patient reports the day.
    static func checkIn(by bearer: TokenBearers.Bearer, key: String) -> Data {
        request(
            "POST", "/v1/me/check-ins",
            [
                address(bearer.number), ("Authorization", "Bearer \(bearer.token)"), ("Idempotency-Key", key),
                ("Content-Type", "application/json"),
            ], body: report)
    }

    /// A pharmacy says something about an order; signed as Standard Webhooks has it.
    ///
    /// - Parameter id: another one each time.
    static func webhook(_ id: String, number: Int, from pharmacy: BenchPharmacy, seconds: Int64) -> Data {
        let body = """
            {"type":"order.compounding","id":"\(id)","orderId":"\(BenchID.order.uuid(number).uuidString.lowercased())",\
            "reference":"A-\(number)","occurredAt":"2026-11-21T18:02:11Z"}
            """
        let key = SymmetricKey(data: Data(base64Encoded: String(pharmacy.secret.dropFirst(6))) ?? Data())
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(seconds).\(body)".utf8), using: key)
        return request(
            "POST", "/webhooks/pharmacies/\(pharmacy.slug)",
            [
                address(number % 200), ("Content-Type", "application/json"), ("webhook-id", id),
                ("webhook-timestamp", "\(seconds)"),
                ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
            ], body: body)
    }

    private static let report = """
        {"taken":"planned","effects":{"nausea":0,"dizziness":0,"drowsiness":0,"dissociation":0,"anxiety":0,"headache":0,\
        "sleep":0,"urinary":0,"agitation":0,"coordination":0,"numbness":0,"lowMood":0,"other":0},"mood":5,"anxiety":4,\
        "energy":5,"sleep":6,"benefit":"some","wish":"same","sedative":false,"selfHarm":false}
        """

    private static func address(_ number: Int) -> (String, String) {
        ("X-Forwarded-For", "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)")
    }

    private static func request(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: String? = nil
    ) -> Data {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: bench.example\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        return Data((text + "\r\n" + (body ?? "")).utf8)
    }
}
