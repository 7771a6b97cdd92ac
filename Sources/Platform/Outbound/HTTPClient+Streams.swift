import Foundation

extension HTTPClient {
    /// Sends `request`, with its body from `upload` where there is one, and lets `read` take the answer while it comes
    /// in. Neither body is ever held as a whole: some 256 KiB each way.
    ///
    /// The transfer ends when `read` returns, whether the body was read to its end or not; and at once when the task is
    /// cancelled, the deadline is over, or the body grows beyond the limit.
    package func stream<Answer: Sendable>(
        _ request: OutboundRequest, uploading upload: OutboundUpload? = nil,
        _ read: (StreamedResponse) async throws -> Answer
    ) async throws -> Answer {
        let url = try CheckedURL(request.url, under: policy)
        try request.checkFields(for: url.host)
        let order = TransferOrder(.exchange(request, url), under: policy)
        let wake: @Sendable () -> Void = { [exchanges, weak order] in
            if let order { exchanges.resume(order) }
        }
        let download = DownloadPipe(wake: wake)
        let source = upload.map { (UploadPipe(wake: wake), $0) }
        order.attach(
            TransferOrder.Streams(upload: source?.0, uploadLength: upload?.length, download: download))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            if let (pipe, upload) = source { group.addTask { await pipe.pump(upload) } }
            defer {
                exchanges.cancel(order)
                group.cancelAll()
            }
            return try await withTaskCancellationHandler {
                let head = try await exchanges.perform(order)
                return try await read(
                    StreamedResponse(status: head.status, headers: head.headers, body: .init(pipe: download)))
            } onCancel: {
                exchanges.cancel(order)
            }
        }
    }
}
