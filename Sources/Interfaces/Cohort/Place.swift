/// Where a made-up person lives: a real city with its ZIP, and an IANA zone of the state.
struct Place: Sendable {
    let state: String
    let city: String
    let postalCode: String
    let timeZone: String
    /// An area code of the city; with 555 and 0100 to 0199 it is nobody's number (NANPA).
    let areaCode: String

    /// The states that a fresh `lozenged dev` serves, and some that it does not.
    static let all = [
        Place(
            state: "AZ", city: "Phoenix", postalCode: "85004", timeZone: "America/Phoenix", areaCode: "602"),
        Place(
            state: "CA", city: "Oakland", postalCode: "94612", timeZone: "America/Los_Angeles",
            areaCode: "510"),
        Place(state: "CO", city: "Denver", postalCode: "80203", timeZone: "America/Denver", areaCode: "303"),
        Place(state: "FL", city: "Tampa", postalCode: "33602", timeZone: "America/New_York", areaCode: "813"),
        Place(
            state: "NV", city: "Reno", postalCode: "89501", timeZone: "America/Los_Angeles", areaCode: "775"),
        Place(
            state: "NY", city: "Buffalo", postalCode: "14202", timeZone: "America/New_York", areaCode: "716"),
        Place(
            state: "OH", city: "Toledo", postalCode: "43604", timeZone: "America/New_York", areaCode: "419"),
        Place(state: "TX", city: "Austin", postalCode: "78701", timeZone: "America/Chicago", areaCode: "512"),
        Place(
            state: "WA", city: "Spokane", postalCode: "99201", timeZone: "America/Los_Angeles",
            areaCode: "509"),
        Place(
            state: "AK", city: "Juneau", postalCode: "99801", timeZone: "America/Anchorage", areaCode: "907"),
        Place(state: "AL", city: "Mobile", postalCode: "36602", timeZone: "America/Chicago", areaCode: "251"),
        Place(
            state: "LA", city: "Lafayette", postalCode: "70501", timeZone: "America/Chicago", areaCode: "337"),
        Place(
            state: "ME", city: "Portland", postalCode: "04101", timeZone: "America/New_York", areaCode: "207"),
    ]
}
