/// A server whose memory is not this process's, for bodies that must not be held.
extension ChildServer {
    /// `/count` answers with how many bytes came, `/give/N` gives N of them, `/flood` gives without end, `/never` says
    /// nothing. The body gets its address.
    static func runCounting(_ body: (String) async throws -> Void) async throws {
        try await run(python, ["-u", "-c", counting]) { said in
            let port = try port(in: try said.lines(upTo: "PORT"))
            try await body("http://127.0.0.1:\(port)")
        }
    }

    private static let counting = """
        import socket, threading
        listener = socket.create_server(("127.0.0.1", 0))
        print("PORT 127.0.0.1:%d" % listener.getsockname()[1])
        piece = bytes(1 << 16)
        def talk(link):
            text = link.makefile("rb")
            while True:
                path = text.readline().split(b" ")[1:2]
                if not path: return
                fields = {}
                for line in iter(text.readline, b"\\r\\n"):
                    name, _, value = line.partition(b":")
                    fields[name.lower()] = value.strip()
                count = 0
                def take(length):
                    while length > 0:
                        got = text.read(min(length, 1 << 16))
                        if not got: raise ConnectionError
                        length -= len(got)
                if b"content-length" in fields:
                    count = int(fields[b"content-length"])
                    take(count)
                elif fields.get(b"transfer-encoding") == b"chunked":
                    while (size := int(text.readline(), 16)) > 0:
                        take(size); text.readline(); count += size
                    text.readline()
                path = path[0]
                if path == b"/count":
                    answer = b"%d" % count
                    link.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(answer) + answer)
                elif path.startswith(b"/give/"):
                    left = int(path[6:])
                    link.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % left)
                    while left > 0: link.sendall(piece[:min(left, len(piece))]); left -= len(piece)
                elif path == b"/flood":
                    link.sendall(b"HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\n")
                    while True: link.sendall(piece)
                else: text.read()
        def serve(link):
            try: talk(link)
            except (OSError, IndexError, ValueError): pass
            finally: link.close()
        while True:
            link, _ = listener.accept()
            threading.Thread(target=serve, args=(link,), daemon=True).start()
        """
}
