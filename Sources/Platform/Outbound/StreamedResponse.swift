import Foundation

/// An answer whose body is still on its way.
package struct StreamedResponse: Sendable {
    package let status: Int
    package let headers: OutboundHeaders
    /// To be read once, by one task. Reading slowly slows the partner down, within the request's deadline.
    package let body: Body

    /// The chunks as they come in. Throws `TransferError` where the body breaks off.
    package struct Body: AsyncSequence, Sendable {
        let pipe: DownloadPipe

        package func makeAsyncIterator() -> Iterator { Iterator(pipe: pipe) }

        package struct Iterator: AsyncIteratorProtocol {
            let pipe: DownloadPipe

            package mutating func next() async throws -> Data? { try await pipe.next() }

            package mutating func next(isolation: isolated (any Actor)?) async throws(TransferError) -> Data?
            {
                try await pipe.next()
            }
        }
    }
}
