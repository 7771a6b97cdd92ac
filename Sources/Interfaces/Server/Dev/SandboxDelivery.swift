import Clocks
import Messaging
import Outbound
import Patients

/// Hands messages to the sandbox, as soon as that listens.
actor SandboxDelivery: MessageDelivery {
    private let sandbox: any DevPartners
    private let clock: any ProgramClock
    private let recorder: ExchangeRecorder
    private var partners: MessagingPartners?

    init(_ sandbox: any DevPartners, clock: any ProgramClock, recorder: ExchangeRecorder) {
        self.sandbox = sandbox
        self.clock = clock
        self.recorder = recorder
    }

    func deliver(_ message: OutgoingMessage) async throws -> DeliveryAnswer {
        try await current().deliver(message)
    }

    private func current() async throws -> MessagingPartners {
        if let partners { return partners }
        let made = MessageCarriers.sandbox(
            at: try await sandbox.addresses(), clock: clock, recorder: recorder)
        partners = made
        return made
    }
}
