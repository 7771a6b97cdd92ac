import Wire

extension Reader {
    /// Messages of partners, the latest first.
    func inbox(_ messages: [WebhookMessage], more: Bool, filtered: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !messages.isEmpty else {
            screen.text(filtered ? "No message like this." : "No partner has sent anything yet.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Received"), .init("Partner", narrowest: 8),
                    .init("Message", narrowest: 8), .init("Effect", narrowest: 8),
                    .init("Sent", rightAligned: true),
                ],
                rows: messages.enumerated().map { index, message in
                    [
                        "\(index + 1)", .init(clock.dated(wire: message.receivedAt)), .init(message.partner),
                        .init(message.eventId),
                        .init(effect(of: message), tone: message.effect == "parked" ? .alarm : .plain),
                        "\(message.deliveries)",
                    ]
                }))
        if more { screen.footer("more  (webhook inbox --all, --partner, --effect)") }
        return screen
    }

    /// One message with all that is known of it.
    func show(_ message: WebhookMessage, on screen: inout Screen) {
        screen.line(.init("Partner", message.partner), .init("Message", message.eventId))
        screen.fields(
            .init("Effect", effect(of: message), tone: message.effect == "parked" ? .alarm : .plain))
        screen.fields(.init("Received", clock.dated(wire: message.receivedAt)))
        screen.list(
            "Sent",
            (message.delivered ?? []).map { delivery in
                (
                    "\(clock.dated(wire: delivery.at))  \(delivery.verdict)",
                    delivery.verdict == "quarantined" ? .alarm : .plain
                )
            })
        if let body = message.body { screen.verbatim(body) }
    }

    private func effect(of message: WebhookMessage) -> String {
        message.effect + (message.reason.map { ": \($0.spoken)" } ?? "")
    }
}
