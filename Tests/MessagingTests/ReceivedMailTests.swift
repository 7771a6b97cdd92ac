import Testing

@testable import Sandbox

@Suite struct `A mail as its reader sees it` {
    private func read(_ text: String) -> ReceivedMail {
        ReceivedMail(Array(text.replacing("\n", with: "\r\n").utf8))
    }

    @Test func `has its header words decoded`() {
        let mail = read(
            """
            Subject: =?utf-8?B?U3UgY8OzZGln?=
             =?utf-8?B?bw==?= plain =?UTF-8?Q?caf=C3=A9_1?=
            MESSAGE-ID:
             <a@b.c>

            x
            """)
        #expect(mail.subject == "Su código plain café 1")
        #expect(mail.messageID == "a@b.c")
    }

    @Test(arguments: [
        ("quoted-printable", "a=3Db =C3=B1 long=\n line =\n=zz", "a=b ñ long line =zz"),
        ("base64", "w7FhbmTD\nug==", "ñandú"), ("8bit", "ñ", "ñ"), ("7BIT", "a=3D", "a=3D"),
    ])
    func `has its text decoded`(encoding: String, body: String, text: String) {
        #expect(read("Content-Transfer-Encoding: \(encoding)\n\n\(body)\n").text == text)
    }

    @Test func `shows the plain text of several parts`() {
        let mail = read(
            """
            Content-Type: multipart/mixed; boundary="x y"

            preamble
            --x y
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/html

            <p>no</p>
            --inner
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            s=C3=AD
            --inner--
            --x y
            Content-Type: text/calendar; method=REQUEST

            BEGIN:VCALENDAR
            --x y--
            """)
        #expect(mail.text == "sí")
    }

    @Test func `without anything is empty, not a crash`() {
        for text in ["", "\n", "\n\n", ":", "Subject", "Content-Type: multipart/mixed\n\nx", " folded\n\n"] {
            #expect(read(text).subject.isEmpty)
        }
    }
}
