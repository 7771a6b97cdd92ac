/// A message that the sandbox took over, as a person would have received it.
package struct SandboxMessage: Codable, Sendable, Hashable {
    /// Counts from 1 in the order of arrival, over restarts too.
    package let number: Int
    /// Program time, RFC 3339.
    package let at: String
    /// `email` or `text`.
    package let channel: String
    package let from: String
    package let to: String
    /// Only mails have one.
    package let subject: String?
    package let body: String
    /// The text's `sid`, or the mail's `Message-ID`: two with the same one are one mail sent twice.
    package let reference: String
}
