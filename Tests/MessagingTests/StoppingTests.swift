import Clocks
import Logging
import Outbound
import Sandbox
import ServiceLifecycle
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The sandbox` {
    @Test func `stops when it is told to, even while it holds back an answer`() async throws {
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let sandbox = try SandboxServices(clock: HostClock(), logger: quiet)
        let services = ServiceGroup(configuration: .init(services: [sandbox], logger: quiet))
        async let ended: Void = services.run()
        let addresses = try await sandbox.addresses()
        sandbox.faults.order(.timeoutAfterSuccess, for: .textSend)
        let client = HTTPClient(
            policy: OutboundPolicy(hosts: [addresses.host], reach: .publicInternetAndLoopback))
        let text = OutboundRequest(
            method: .post, url: addresses.textsURL + "/2010-04-01/Accounts/AC/Messages.json",
            headers: [("Authorization", "Basic QUM6dG9rZW4=")],
            body: FormBody.encode([("To", "+16025550100"), ("From", "+15005550006"), ("Body", "hi")]))
        let held = Task { try await client.send(text) }
        _ = try await sandbox.sink.next(to: "+16025550100")
        await services.triggerGracefulShutdown()
        try await ended
        let answer = try? await held.value
        #expect(answer?.status != 201)
        await client.shutdown()
    }

    @Test func `that cannot listen says so to who waits for it`() async throws {
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let first = try SandboxServices(clock: HostClock(), logger: quiet)
        let running = Task { try await first.run() }
        var settings = SandboxServices.Settings()
        settings.textsPort = try await first.addresses().textsPort
        let second = try SandboxServices(settings, clock: HostClock(), logger: quiet)
        let failing = Task { try await second.run() }
        await #expect(throws: SandboxFault.notListening) { try await second.addresses() }
        await #expect(throws: (any Error).self) { try await failing.value }
        running.cancel()
        _ = await running.result
    }
}
