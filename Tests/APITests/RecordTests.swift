import API
import Foundation
import Telemetry
import Testing

@Suite struct `The counters` {
    @Test func `know each route by its shape and status, and nothing else`() async throws {
        let metrics = PrometheusMetrics()
        try await TestDoor.open(Sample.all, metrics: metrics) { door in
            for path in ["/v1/notes/a", "/v1/notes/b", "/v1/notes", "/v1/Ortiz"] {
                _ = try await door.client.send("GET", path)
            }
            _ = try await door.client.send("PROPFIND", "/v1/notes")
        }
        let lines = Set(metrics.render().split(separator: "\n").map(String.init))
        func count(_ method: String, _ route: String, _ status: Int) -> String {
            #"lozenge_http_requests_total{method="\#(method)",route="\#(route)",status="\#(status)"}"#
        }
        #expect(lines.contains("\(count("GET", "/v1/notes/{noteId}", 404)) 2"))
        #expect(lines.contains("\(count("GET", "/v1/notes", 200)) 1"))
        #expect(lines.contains("\(count("GET", "none", 404)) 1"))
        #expect(lines.contains("\(count("other", "none", 405)) 1"))
        #expect(lines.contains { $0.hasPrefix("lozenge_http_request_seconds_bucket") })
        #expect(!lines.contains { $0.contains("Ortiz") || $0.contains("PROPFIND") })
    }
}

@Suite struct `The log` {
    @Test func `names the shape of the path, never what was in it`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let canary = "CanaryOrtiz"
            let requests: [(String, String, String?)] = [
                ("GET", "/v1/notes/\(canary)", nil), ("GET", "/v1/\(canary)", nil),
                ("GET", "/v1/notes?mine=\(canary)", nil),
                ("POST", "/v1/notes", #"{"text":"\#(canary)","\#(canary)":1}"#),
                ("GET", "/v1/faults/\(canary)", nil),
                ("GET", "/v1/faults/server", nil), ("\(canary)", "/v1/notes", nil),
            ]
            for (method, path, body) in requests {
                let headers = [
                    ("Idempotency-Key", canary), ("Authorization", "Bearer \(canary)"), ("X-Odd", canary),
                ]
                if let body {
                    _ = try await door.client.send(method, path, headers: headers, json: body)
                } else {
                    _ = try await door.client.send(method, path, headers: headers)
                }
            }
            let lines = door.log.lines.filter { $0.contains("request") }
            #expect(lines.count >= requests.count)
            #expect(!lines.contains { $0.contains("Canary") })
            #expect(lines.contains { $0.contains("/v1/notes/{noteId}") && $0.contains("404") })
        }
    }

    @Test func `ties a request to its trace`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            _ = try await door.client.send(
                "GET", "/v1/notes",
                headers: [("traceparent", "00-\(trace)-00f067aa0ba902b7-01"), ("X-Request-Id", "app-1")])
            #expect(door.log.lines.contains { $0.contains(trace) && $0.contains("app-1") })
        }
    }
}
