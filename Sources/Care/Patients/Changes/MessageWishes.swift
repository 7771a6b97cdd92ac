import Clinic

/// By what way somebody wants to be written to, and at what hour of theirs the daily questions come.
package struct MessageWishes: Sendable, Hashable {
    package var channel: Channel
    /// Minutes since midnight, local.
    package var askAt: Int
    /// Counts changes; 0 while nobody has chosen.
    package var version: Int

    /// The column `channel`; a CHECK holds the same words.
    package enum Channel: String, Sendable, CaseIterable {
        case email, text, both

        /// Whether messages go that way.
        package func allows(_ way: MessageChannel) -> Bool {
            switch (self, way) {
            case (.both, .email), (.both, .text), (.email, .email), (.text, .text): true
            case (.email, .text), (.text, .email): false
            }
        }
    }

    package init(channel: Channel, askAt: Int, version: Int) {
        self.channel = channel
        self.askAt = askAt
        self.version = version
    }

    /// Until somebody chooses: both ways, 20:00.
    package static let unchosen = MessageWishes(channel: .both, askAt: 20 * 60, version: 0)

    /// Nobody is written to outside of these minutes of their day: 8:00 to 21:00 (program.md, Cycle).
    package static let wakingMinutes = 8 * 60..<21 * 60
}
