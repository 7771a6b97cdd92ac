import NIOCore

/// Joins one connection to its `SMTPSession`: bytes to lines, actions to replies.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: SMTPSession
    private let keep: @Sendable (SMTPSession.Envelope) -> MailboxAnswer
    private var unread: [UInt8] = []
    /// While a reply is held back, nothing more is read of the conversation.
    private var isSilent = false

    init(
        credentials: (user: String, password: String)?,
        keep: @escaping @Sendable (SMTPSession.Envelope) -> MailboxAnswer
    ) {
        session = SMTPSession(credentials: credentials)
        self.keep = keep
    }

    func channelActive(context: ChannelHandlerContext) {
        send(SMTPSession.greeting, context: context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unread += unwrapInboundIn(data).readableBytesView
        readLines(context: context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func readLines(context: ChannelHandlerContext) {
        var start = 0
        while !isSilent, let end = unread[start...].firstIndex(of: 0x0A) {
            let line = unread[start..<end]
            start = end + 1
            act(session.receive(Array(line.last == 0x0D ? line.dropLast() : line)), context: context)
        }
        unread.removeFirst(start)
        // A line has at most 1000 bytes (RFC 5321, 4.5.3.1.6); much more without an end is no mail program.
        if unread.count > 1 << 16 { context.close(promise: nil) }
    }

    private func act(_ action: SMTPSession.Action, context: ChannelHandlerContext) {
        switch action {
        case .readOn: break
        case .reply(let line): send(line, context: context)
        case .replyAndClose(let line):
            isSilent = true
            send(line, context: context)
            context.close(promise: nil)
        case .take(let envelope):
            let answer = keep(envelope)
            isSilent = answer.delay != nil || answer.reply == nil
            guard let reply = answer.reply else { return }
            guard let delay = answer.delay else { return send(reply, context: context) }
            let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: delay) {
                handler.value.speakAgain(reply, context: bound.value)
            }
        }
    }

    private func speakAgain(_ reply: String, context: ChannelHandlerContext) {
        isSilent = false
        send(reply, context: context)
        readLines(context: context)
    }

    private func send(_ line: String, context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: line + "\r\n")), promise: nil)
    }
}

/// What the mailbox says to a mail: a reply, perhaps later, perhaps never.
struct MailboxAnswer: Sendable {
    var reply: String?
    var delay: TimeAmount?
}
