import Foundation

/// Servers with TLS, run as child processes: OpenSSL's own for HTTP, a few lines of Python for mail with
/// STARTTLS.
enum ChildServer {
    static let openSSL = installed("/usr/bin/openssl")
    static let python = installed("/usr/bin/python3")

    /// Answers every request with a page. The body gets the port and the certificate's file.
    static func runHTTPS(
        expired: Bool = false, _ body: (Int, String) async throws -> Void
    ) async throws {
        try await withCertificate(expired: expired) { key, certificate in
            let arguments = ["s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"]
            try await run(openSSL, arguments) { said in
                try await body(try port(in: try said.lines(upTo: "ACCEPT")), certificate)
            }
        }
    }

    /// Takes mails. The body also gets what was heard: each line marked `clear` or `tls`, and `TAKEN` after a
    /// mail.
    static func runMail(_ body: (Int, String, Output) async throws -> Void) async throws {
        try await withCertificate { key, certificate in
            try await run(python, ["-u", "-c", mailServer, key, certificate]) { said in
                try await body(try port(in: try said.lines(upTo: "PORT")), certificate, said)
            }
        }
    }

    struct DidNotAnswer: Error {}

    /// One conversation at a time; the sign-in and everything after it only within TLS.
    private static let mailServer = """
        import socket, ssl, sys
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[1])
        listener = socket.create_server(("127.0.0.1", 0))
        print("PORT 127.0.0.1:%d" % listener.getsockname()[1])
        def talk(link, kind):
            text, isText, signingIn = link.makefile("rwb", 0), False, False
            if kind == "clear": text.write(b"220 ready\\r\\n")
            for line in text:
                line = line.decode().rstrip("\\r\\n")
                print(kind, line)
                if isText:
                    if line != ".": continue
                    isText = False; text.write(b"250 taken\\r\\n"); print("TAKEN")
                elif line.startswith("EHLO"):
                    text.write(b"250-x\\r\\n250 " + (b"STARTTLS" if kind == "clear" else b"AUTH PLAIN") + b"\\r\\n")
                elif line == "STARTTLS" and kind == "clear":
                    text.write(b"220 go\\r\\n"); talk(context.wrap_socket(link, server_side=True), "tls"); return
                elif line == "AUTH PLAIN": text.write(b"334 \\r\\n"); signingIn = True
                elif signingIn: text.write(b"235 welcome\\r\\n"); signingIn = False
                elif line == "DATA": isText = True; text.write(b"354 go\\r\\n")
                elif line == "QUIT": text.write(b"221 bye\\r\\n"); return
                else: text.write(b"250 ok\\r\\n")
        while True:
            link, _ = listener.accept()
            try: talk(link, "clear")
            except OSError as error: print("lost", type(error).__name__)
        """

    static func installed(_ path: String) -> String? {
        FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    static func port(in lines: [String]) throws -> Int {
        guard let port = lines.last?.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw DidNotAnswer()
        }
        return port
    }

    /// - Parameter expired: valid on one day of 2020 only.
    static func withCertificate(
        expired: Bool = false, _ body: (String, String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lozenge-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (key, certificate) = (
            folder.appending(path: "key").path, folder.appending(path: "certificate").path
        )
        let making = try start(
            openSSL,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key,
                "-out", certificate,
            ], Pipe())
        making.waitUntilExit()
        if expired { try makeExpired(certificate, with: key, in: folder) }
        try await body(key, certificate)
    }

    /// Signs the certificate anew, for a day long gone by; only OpenSSL's small authority can do that.
    private static func makeExpired(_ certificate: String, with key: String, in folder: URL) throws {
        let (request, settings) = (
            folder.appending(path: "request").path, folder.appending(path: "settings").path
        )
        let text = """
            [ca]
            default_ca = own
            [own]
            database = \(folder.path)/index
            new_certs_dir = \(folder.path)
            rand_serial = yes
            default_md = sha256
            policy = names
            x509_extensions = extensions
            [names]
            commonName = supplied
            [extensions]
            subjectAltName = DNS:localhost
            """
        try Data(text.utf8).write(to: URL(filePath: settings))
        try Data().write(to: folder.appending(path: "index"))
        for arguments in [
            ["req", "-new", "-key", key, "-subj", "/CN=localhost", "-out", request],
            [
                "ca", "-batch", "-notext", "-selfsign", "-config", settings, "-keyfile", key, "-in", request,
                "-startdate", "20200101000000Z", "-enddate", "20200102000000Z", "-out", certificate,
            ],
        ] {
            let step = try start(openSSL, arguments, Pipe())
            step.waitUntilExit()
            guard step.terminationStatus == 0 else { throw DidNotAnswer() }
        }
    }

    /// Runs `body` while the program runs.
    static func run(
        _ program: String?, _ arguments: [String], _ body: (Output) async throws -> Void
    ) async throws {
        let pipe = Pipe()
        let child = try start(program, arguments, pipe)
        defer {
            // The child inherits blocked signals from the thread that started it, SIGTERM among them.
            kill(child.processIdentifier, SIGKILL)
            child.waitUntilExit()
        }
        try await body(Output(pipe))
    }

    /// What a child says.
    final class Output {
        private let pipe: Pipe
        private var unread = ""

        init(_ pipe: Pipe) { self.pipe = pipe }

        /// Nothing more has been said so far.
        var isDrained: Bool {
            var waiting: Int32 = 0
            return unread.isEmpty
                && ioctl(pipe.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &waiting) == 0
                && waiting == 0
        }

        /// Up to and with the first line that begins so; waits for it.
        func lines(upTo beginning: String) throws -> [String] {
            var lines: [String] = []
            while true {
                while let end = unread.firstIndex(where: \.isNewline) {
                    let line = String(unread[..<end])
                    unread = String(unread[unread.index(after: end)...])
                    lines.append(line)
                    if line.hasPrefix(beginning) { return lines }
                }
                let piece = pipe.fileHandleForReading.availableData
                if piece.isEmpty { throw DidNotAnswer() }
                unread += String(decoding: piece, as: UTF8.self)
            }
        }
    }

    static func start(_ program: String?, _ arguments: [String], _ output: Pipe) throws -> Process {
        guard let program else { throw DidNotAnswer() }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
