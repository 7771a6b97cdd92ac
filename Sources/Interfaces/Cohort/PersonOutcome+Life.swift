/// What a run knows of somebody's days on the program, as they saw it themselves.
struct LifeSeen: Codable, Sendable, Equatable {
    /// `YYYY-MM-DD`.
    var firstDay: String
    /// The dose that the home screen told last.
    var doseMg: Int?
    /// `active`, `paused`, `stopped`, …
    var state = "active"
    /// Whether they paused by themselves.
    var isOwnPause = false
    var hasStopped = false
    /// Whether they said that lozenges are lost; nothing in what an earlier run wrote.
    var hasLost: Bool?
    /// The last date that the medicine at home covers, as they read it last.
    var runOut: String?
    /// Second and later supplies: the date each came, and the run-out that they read before.
    var supplies: [Supply] = []

    struct Supply: Codable, Sendable, Equatable {
        var on: String
        var runOut: String?
    }
}
