/// A value that never shows itself: not in a log, not in an error, not in the list of settings.
struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    init(_ value: String) { self.value = value }

    /// The value, for the one place that needs it.
    func reveal() -> String { value }

    var description: String { "••••••" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
