import ArgumentParser
import Foundation

/// How much of a list is wanted.
struct ListLength: ParsableArguments {
    @Option(help: ArgumentHelp("At most so many, 1 to 200.", valueName: "n"))
    var limit = 20

    @Flag(help: "All of it.")
    var all = false

    /// For what the tool itself must search through.
    static var everything: ListLength {
        var length = ListLength()
        length.limit = 200
        length.all = true
        return length
    }

    func validate() throws {
        if !(1...200).contains(limit) { throw ValidationError("--limit takes a number from 1 to 200.") }
    }
}

/// One page of a list, with the server's own words for `--json`.
struct ListPage<Value: Sendable>: Sendable {
    let value: Value
    let json: Data
}

extension Desk {
    /// The first page of a list, or with `--all` every page in order.
    func pages<Value: Decodable & Sendable>(
        of path: String, query: [(String, String)] = [], body: (any Encodable & Sendable)? = nil,
        _ length: ListLength,
        as type: Value.Type, next: (Value) -> String?
    ) async throws -> [ListPage<Value>] {
        var pages: [ListPage<Value>] = []
        var cursor: String?
        repeat {
            let asked =
                query + [("limit", String(length.all ? 200 : length.limit))]
                + (cursor.map { [("cursor", $0)] } ?? [])
            let answer = try await send(body.map { .ask(path, $0, query: asked) } ?? .get(path, query: asked))
            let page = try ListPage(value: answer.decoded(type), json: answer.body)
            pages.append(page)
            cursor = next(page.value)
        } while length.all && cursor != nil
        return pages
    }
}
