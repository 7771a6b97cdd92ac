import CCurl

/// libcurl's handle for one transfer: options in, result out. Belongs to the thread that owns the multi
/// handle.
struct EasyHandle: Hashable {
    let pointer: UnsafeMutableRawPointer

    init(_ pointer: UnsafeMutableRawPointer) { self.pointer = pointer }

    /// `nil` when memory has run out.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlRefusal) {
        try check(shim_set_long(pointer, option, value), option)
    }

    func set(_ option: CURLoption, offset value: Int) throws(CurlRefusal) {
        try check(shim_set_offset(pointer, option, curl_off_t(value)), option)
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) throws(CurlRefusal) {
        try check(shim_set_string(pointer, option, value), option)
    }

    /// The pointer must stay valid until the transfer ends.
    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) throws(CurlRefusal) {
        try check(shim_set_pointer(pointer, option, value), option)
    }

    /// The list must stay until the transfer ends.
    func set(_ option: CURLoption, _ value: CurlList) throws(CurlRefusal) {
        try check(shim_set_list(pointer, option, value.first), option)
    }

    func set(_ option: CURLoption, _ callback: @escaping curl_write_callback) throws(CurlRefusal) {
        try check(shim_set_write(pointer, option, callback), option)
    }

    func get(_ info: CURLINFO) -> Int {
        var value = 0
        _ = shim_get_long(pointer, info, &value)
        return value
    }

    /// Forgets all options, keeps what was allocated.
    func reset() { curl_easy_reset(pointer) }

    func free() { curl_easy_cleanup(pointer) }

    func check(_ code: CURLcode, _ option: CURLoption) throws(CurlRefusal) {
        if code != CURLE_OK { throw CurlRefusal(code: code, option: option) }
    }
}

/// libcurl did not take an option: memory ran out, or the installed library lacks it.
struct CurlRefusal: Error {
    let code: CURLcode
    let option: CURLoption
}

/// A list of strings as libcurl wants it. Freed with the object.
final class CurlList {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    func append(_ text: String) { first = curl_slist_append(first, text) ?? first }

    deinit { curl_slist_free_all(first) }
}
