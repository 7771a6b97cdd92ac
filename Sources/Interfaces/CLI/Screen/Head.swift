/// The first line of every screen: LIVE or TEST, which server, who is signed in, the program's time.
///
/// A navigator with two windows open must never take the one for the other, so this line is never left out
/// and LIVE and TEST stand in different colors.
struct Head: Sendable {
    /// `test` or `live`, as the server says; `nil` where it has not been asked.
    var environment: String?
    var server: String
    /// `Ana R., navigator`.
    var person: String?
    /// `Sat 21 Nov 11:14 EST`; `nil` where the server was not asked.
    var time: String?
    /// Stands at the right, where there is room: `mine 3 · team 19 · late 1`.
    var counts: String?

    func lines(in layout: Layout) -> [String] {
        layout.plain ? labelled : drawn(in: layout)
    }

    private var banner: String { environment?.uppercased().printable ?? "UNKNOWN" }
    private var who: String { (person ?? "not signed in").printable }

    private var labelled: [String] {
        ["Server: \(banner) \(server)", "Signed in: \(who)"]
            + [time.map { "Time: \($0)" }, counts.map { "Counts: \($0)" }].compactMap { $0 } + [""]
    }

    private func drawn(in layout: Layout) -> [String] {
        let left = "\(server) · \(who)"
        let right = [time, counts].compactMap { $0 }
        let oneLine = right.joined(separator: "    ")
        let room = layout.width - banner.columns - 1
        let fits = left.columns + 2 + oneLine.columns <= room
        let beside = fits ? oneLine : right.first ?? ""
        let below = fits ? [] : Array(right.dropFirst())
        // On a very narrow terminal the time gives way before the server and the person do.
        let seen = left.columns + 2 + beside.columns <= room ? beside : ""
        let name = left.cut(to: room - (seen.isEmpty ? 0 : seen.columns + 2))
        let first =
            layout.paint(banner, environment == "live" ? .live : .test) + " "
            + name.padded(to: room - seen.columns) + seen
        return [first.withoutTrailingSpaces] + (seen == beside ? [] : [beside])
            + below.map { $0.cut(to: layout.width) }
    }
}
