import API
import Testing

@Suite struct `An address` {
    @Test(arguments: [
        ("192.0.2.1", "::ffff:192.0.2.1"), ("2001:DB8::1", "2001:db8:0:0::1"),
    ])
    func `is one value however it is written`(_ one: String, _ other: String) throws {
        #expect(try #require(IPAddress(one)) == #require(IPAddress(other)))
    }

    @Test(arguments: ["", "192.0.2", "192.0.2.256", "192.0.2.1:80", "[::1]", "localhost", "unknown"])
    func `is refused where it is none`(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false), ("2001:db8::/32", "2001:db8:1::5", true),
        ("2001:db8::/32", "2001:db9::5", false), ("2001:db8::/65", "2001:db8::8000:0:0:1", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("::/0", "203.0.113.9", true),
    ])
    func `lies in a network or not`(_ network: String, _ address: String, _ isIn: Bool) throws {
        #expect(try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/8/8", "/8"])
    func `range is refused where it is none`(_ text: String) { #expect(IPNetwork(text) == nil) }
}
