import CCurl
import Foundation

extension OutboundHeaders {
    /// For how long the partner asks to stay away (`Retry-After`, RFC 9110, 10.2.3): seconds, or a date.
    ///
    /// A date is measured against the answer's own `Date`, so this machine's clock plays no part; without one it cannot
    /// be measured and is `nil`, as is what is not understood. A date gone by is zero.
    package var retryAfter: Duration? {
        guard let text = self["Retry-After"] else { return nil }
        if let seconds = Int(text) { return seconds < 0 ? nil : .seconds(seconds) }
        guard let then = Self.date(text), let now = self["Date"].flatMap(Self.date) else { return nil }
        return .seconds(max(0, then - now))
    }

    /// Seconds since 1970, read by libcurl's own reader of HTTP's dates.
    private static func date(_ text: String) -> Int? {
        let time = curl_getdate(text, nil)
        return time == -1 ? nil : time
    }
}
