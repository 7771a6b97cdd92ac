import CCurl
import Foundation

/// One transfer under way: what libcurl's callbacks gather, and what it means in the end.
///
/// Only ever touched by the thread that owns the multi handle; the callbacks run there too.
final class Transfer {
    let pending: PendingTransfer
    let easy: EasyHandle
    /// Outlives its transfers.
    unowned let loop: TransferLoop

    var headers = OutboundHeaders()
    var headerBytes = 0
    /// The blank line came.
    var headIsWhole = false
    var body = Data()
    var receivedBytes = 0
    /// The answer's head was handed to a caller who takes the body as it comes.
    var headIsOut = false
    let download: DownloadPipe?
    /// How often libcurl went to send the request; more than once means that it tries again by itself.
    var attempts = 0
    /// Why we told libcurl to stop.
    var stopReason: TransferError.Kind?
    /// One of the host's addresses lies where the policy does not reach.
    var metForbiddenAddress = false
    var upload = UploadSource.none
    var uploadIsComplete = false
    var mailStep = MailRefusal.Step.greeting
    var hasAnswerBegun = false
    /// While the answer has not begun, though its time runs.
    var firstByteTicket: DeadlineList<Transfer>.Ticket?
    /// Kept until the transfer ends.
    var list = CurlList()
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(_ pending: PendingTransfer, on easy: EasyHandle, of loop: TransferLoop) {
        self.pending = pending
        self.easy = easy
        self.loop = loop
        download = pending.order.streams.download
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { errorText.deallocate() }

    var policy: OutboundPolicy { pending.order.policy }

    /// Of a mail there is none: its server speaks first, and often.
    var firstByteTimeout: Duration? {
        guard case .exchange(let request, _) = pending.order.work else { return nil }
        return request.firstByteTimeout ?? policy.firstByteTimeout
    }

    var maxResponseBytes: Int {
        guard case .exchange(let request, _) = pending.order.work else { return policy.maxResponseBytes }
        return request.maxResponseBytes ?? policy.maxResponseBytes
    }

    /// Tells libcurl everything about this transfer.
    func prepare() throws(CurlRefusal) {
        try easy.set(CURLOPT_ERRORBUFFER, errorText)
        try prepareLimits()
        try prepareCallbacks()
        switch pending.order.work {
        case .exchange(let request, let url): try prepare(request, to: url)
        case .mail(let mail, let server): try prepare(mail, via: server)
        }
    }

    /// What came so far.
    var response: OutboundResponse {
        let version = easy.get(CURLINFO_HTTP_VERSION)
        return OutboundResponse(
            status: easy.get(CURLINFO_RESPONSE_CODE), headers: headers, body: body,
            version: version == Int(CURL_HTTP_VERSION_2_0) ? .http2 : .http1)
    }

    /// The answer, or what went wrong.
    func outcome(of result: CURLcode) -> Result<OutboundResponse, TransferError> {
        if result == CURLE_OK {
            // libcurl takes an answer for whole that broke off between the status line and the end of the head.
            if case .exchange = pending.order.work, !headIsWhole {
                return .failure(error(.connectionLost, "the answer broke off within its head"))
            }
            return .success(response)
        }
        let status = easy.get(CURLINFO_RESPONSE_CODE)
        if case .mail = pending.order.work, (400..<600).contains(status) {
            let refusal = MailRefusal(step: mailStep, code: status)
            return .failure(
                TransferError(.mailRefused(refusal), .notSent, host: pending.order.host, detail: curlWords))
        }
        let kind =
            result == CURLE_COULDNT_CONNECT && metForbiddenAddress ? .notAllowed : TransferError.Kind(result)
        return .failure(error(stopReason ?? kind, curlWords))
    }

    func error(_ kind: TransferError.Kind, _ detail: String) -> TransferError {
        TransferError(kind, mayHaveActed ? .unknown : .notSent, host: pending.order.host, detail: detail)
    }

    /// A request may have had an effect from the moment libcurl began to send it; a mail only when all of it
    /// was handed over, since a server drops what lacks its end (RFC 5321, 4.1.1.4).
    private var mayHaveActed: Bool {
        switch pending.order.work {
        case .exchange: attempts > 0
        case .mail: uploadIsComplete
        }
    }

    private var curlWords: String { String(cString: errorText) }
}
