import Foundation
import Shipments
import StrictJSON

/// One of EasyPost's messages: something changed about a tracker, or about something that the program does not
/// follow.
package enum EasyPostEvent: Sendable, Hashable {
    case tracker(CarrierReport)
    /// An event of another kind, by its name.
    case other(String)
    /// No event that can be read.
    case unreadable

    /// Reads the bytes of a message.
    package init(reading body: Data) {
        guard let document = try? JSONValue(parsing: [UInt8](body)),
            let description = document["description"]?.stringValue
        else {
            self = .unreadable
            return
        }
        guard description.hasPrefix("tracker.") else {
            self = .other(description)
            return
        }
        guard let result = document["result"], let report = try? EasyPostTracker.read(result) else {
            self = .unreadable
            return
        }
        self = .tracker(report)
    }
}
