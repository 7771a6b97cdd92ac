import ArgumentParser
import Clocks
import Foundation

/// `lozenge-bench requests`: what the load generator sends.
struct RequestsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requests", abstract: "Writes requests of the people whom `prepare` made.",
        discussion: """
            For each token one, ready to be sent: its length in decimal on a line, then its bytes. A check-in counts \
            once for each patient and day; a webhook is good for five minutes.
            """)

    @Argument(help: "health, treatment, check-in or webhook.") var kind: BenchRequest
    @Option(help: "The folder that `prepare` wrote.") var data: String
    @Option(help: "The file to write.") var out: String
    @Option(help: "At most so many; of webhooks, exactly so many.") var count: Int?

    func run() async throws {
        let requests = try BenchRequests(folder: URL(filePath: data)).make(
            kind, count: count, now: HostClock().now)
        try RequestFile.write(requests, to: URL(filePath: out))
    }
}

/// Makes requests of the people in a folder.
struct BenchRequests {
    let bearers: [TokenBearers.Bearer]
    let pharmacy: BenchPharmacy

    init(folder: URL) throws {
        bearers = try TokenBearers(in: folder).bearers
        pharmacy = try BenchPharmacy(in: folder)
    }

    func make(_ kind: BenchRequest, count: Int?, now: Instant) -> [Data] {
        let some = bearers.prefix(count ?? bearers.count)
        return switch kind {
        case .health: [BenchRequest.healthRequest]
        case .treatment: some.map(BenchRequest.treatment)
        case .checkIn: some.map { BenchRequest.checkIn(by: $0, key: UUID().uuidString) }
        case .webhook:
            (1...max(1, count ?? bearers.count)).map { number in
                BenchRequest.webhook(
                    "evt-\(UUID().uuidString.lowercased())", number: number, from: pharmacy,
                    seconds: now.secondsSince1970)
            }
        }
    }
}
