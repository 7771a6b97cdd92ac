import Foundation

/// Servers that speak HTTP/2 over TLS: nghttp2's own, and one that refuses what it is asked.
extension ChildServer {
    static let nghttpd = installed("/usr/sbin/nghttpd") ?? installed("/usr/bin/nghttpd")

    /// nghttp2's server: gives `page` at `/page`, and back what is uploaded. The body gets the port, the certificate's
    /// file and the process, to stop it.
    static func runHTTP2(
        page: String = "of two", _ body: (Int, String, Process) async throws -> Void
    ) async throws {
        try await withCertificate { key, certificate in
            let folder = URL(filePath: key).deletingLastPathComponent()
            try Data(page.utf8).write(to: folder.appending(path: "page"))
            let port = try freePort()
            let arguments = [
                "-a", "127.0.0.1", "-d", folder.path, "--echo-upload", "-v", String(port), key, certificate,
            ]
            let pipe = Pipe()
            let child = try start(nghttpd, arguments, pipe)
            defer {
                kill(child.processIdentifier, SIGKILL)
                child.waitUntilExit()
            }
            _ = try Output(pipe).lines(upTo: "IPv4: listen")
            // What it goes on saying is of no interest, but must not fill the pipe.
            pipe.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
            defer { pipe.fileHandleForReading.readabilityHandler = nil }
            try await body(port, certificate, child)
        }
    }

    /// How a server sends requests back.
    enum Refusal: String, CaseIterable {
        /// `RST_STREAM` with `REFUSED_STREAM`: it did nothing, and the request may be sent again.
        case stream
        /// `GOAWAY` that names no stream as seen.
        case connection
    }

    /// Takes HTTP/2 connections and refuses every request. The body also gets what was heard: `HEADERS` for each.
    static func runRefusing(
        _ refusal: Refusal, _ body: (Int, String, Output) async throws -> Void
    ) async throws {
        try await withCertificate { key, certificate in
            try await run(python, ["-u", "-c", refusing, key, certificate, refusal.rawValue]) { said in
                try await body(try port(in: try said.lines(upTo: "PORT")), certificate, said)
            }
        }
    }

    /// Frames of RFC 9113, with no look at what the fields say.
    private static let refusing = """
        import socket, ssl, struct, sys, threading
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[1])
        context.set_alpn_protocols(["h2"])
        listener = socket.create_server(("127.0.0.1", 0))
        print("PORT 127.0.0.1:%d" % listener.getsockname()[1])
        def frame(kind, flags, stream, payload=b""):
            return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload
        def talk(link):
            link = context.wrap_socket(link, server_side=True)
            stream = link.makefile("rb")
            stream.read(24)
            link.sendall(frame(4, 0, 0))
            while True:
                head = stream.read(9)
                if len(head) < 9: return
                length, kind = int.from_bytes(head[:3], "big"), head[3]
                number = int.from_bytes(head[5:], "big")
                stream.read(length)
                if kind == 4 and not head[4] & 1: link.sendall(frame(4, 1, 0))
                if kind == 1:
                    print("HEADERS", number)
                    if sys.argv[3] == "stream": link.sendall(frame(3, 0, number, struct.pack(">I", 7)))
                    else: link.sendall(frame(7, 0, 0, struct.pack(">II", 0, 0))); return
        def serve(link):
            try: talk(link)
            except OSError as error: print("lost", type(error).__name__)
            finally: link.close()
        while True:
            link, _ = listener.accept()
            threading.Thread(target=serve, args=(link,), daemon=True).start()
        """

    /// One that nobody listens on just now.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) | getsockname(descriptor, address, &length)
            }
        }
        guard status == 0 else { throw DidNotAnswer() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
