import Foundation

/// A request's body that is too long to be held at once: chunks, as they come.
///
/// It can be given once only, so libcurl cannot begin again with it by itself.
package struct OutboundUpload: Sendable {
    /// In bytes; `nil` where it is not known before, and then it goes in chunks of HTTP/1.1 or frames of HTTP/2.
    package let length: Int?
    /// Calls `push` with each chunk until it says that nobody listens any more.
    let give: @Sendable (_ push: (Data) async -> Bool) async throws -> Void

    /// - Parameters:
    ///   - chunks: asked for the next one only when there is room. An error of it, or an end before `length`, ends the
    ///     transfer with `TransferError.Kind.sourceFailed`.
    ///   - length: in bytes, where it is known.
    package init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, length: Int? = nil)
    where Chunks.Element == Data {
        self.length = length
        give = { push in
            for try await chunk in chunks {
                guard await push(chunk) else { return }
            }
        }
    }
}
