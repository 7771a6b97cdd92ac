import Patients

/// Takes every message and sends none.
struct SilentDelivery: MessageDelivery {
    func deliver(_ message: OutgoingMessage) async throws -> DeliveryAnswer { .accepted(reference: "none") }
}
