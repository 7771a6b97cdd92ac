import CCurl
import Foundation

/// One transfer under way: what libcurl's callbacks gather, and what it means in the end.
///
/// Only ever touched by the thread that owns the multi handle; the callbacks run there too.
final class Transfer {
    let pending: PendingTransfer
    let easy: EasyHandle

    var headers = OutboundHeaders()
    var headerBytes = 0
    var body = Data()
    /// How often libcurl went to send the request; more than once means that it tries again by itself.
    var attempts = 0
    /// Why we told libcurl to stop.
    var stopReason: TransferError.Kind?
    /// One of the host's addresses lies where the policy does not reach.
    var metForbiddenAddress = false
    /// What is still to be uploaded, of a mail.
    var upload = Data()
    var uploadIsComplete = false
    var mailStep = MailRefusal.Step.greeting
    /// Kept until the transfer ends.
    var list = CurlList()
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(_ pending: PendingTransfer, on easy: EasyHandle) {
        self.pending = pending
        self.easy = easy
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { errorText.deallocate() }

    var policy: OutboundPolicy { pending.order.policy }

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

    /// The answer, or what went wrong.
    func outcome(of result: CURLcode) -> Result<OutboundResponse, TransferError> {
        let status = easy.get(CURLINFO_RESPONSE_CODE)
        if result == CURLE_OK {
            return .success(OutboundResponse(status: status, headers: headers, body: body))
        }
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
