import Clocks
import Foundation

/// The last list that was shown for a server, so that `lozenge queue claim 2` means its second row. A row may
/// stand for several things: a row of the queue is a work item and its patient. No names, only handles and
/// ids.
struct LastList: Codable, Sendable {
    var rows: [[Noun: String]]
    /// Seconds since 1970 on this computer's clock.
    var shownAt: Int64

    /// After half a day a number is no longer what anybody remembers; the list must be shown again.
    private static let lifetime: Int64 = 12 * 3600

    init(_ rows: [[Noun: String]], at now: Instant = HostClock().now) {
        self.rows = rows
        shownAt = now.secondsSince1970
    }

    func save(in folder: ConfigFolder, for server: ServerAddress) throws(ToolFailure) {
        guard let data = try? JSONEncoder().encode(self) else {
            throw .here("The list could not be written down.")
        }
        try folder.write(data, to: Self.file(server))
    }

    static func load(from folder: ConfigFolder, for server: ServerAddress) throws(ToolFailure) -> LastList? {
        guard let data = try folder.read(file(server)) else { return nil }
        return try? JSONDecoder().decode(LastList.self, from: data)
    }

    static func forget(in folder: ConfigFolder, for server: ServerAddress) throws(ToolFailure) {
        try folder.remove(file(server))
    }

    /// What row `number` (from 1) says of `noun`.
    func name(inRow number: Int, of noun: Noun, now: Instant = HostClock().now) throws(ToolFailure) -> String
    {
        guard now.secondsSince1970 - shownAt < Self.lifetime else {
            throw .usage("the last list is older than 12 hours; show it again, or give a handle")
        }
        guard rows.indices.contains(number - 1) else {
            throw .usage("the last list has \(rows.count) rows, no row \(number)")
        }
        guard let name = rows[number - 1][noun] else {
            throw .usage("row \(number) of the last list has no \(noun.words)")
        }
        return name
    }

    private static func file(_ server: ServerAddress) -> String { "list-\(server.fileName).json" }
}
