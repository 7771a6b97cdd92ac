import Clinic

/// The dates of a course in their order, found by counting days: a rule that looks back a month does no search.
package struct CourseCalendar: Sendable, Hashable {
    private var first = LocalDate(daysSince1970: 0)
    /// One place a date from the first on; a date that was jumped over has none.
    private var places: [CourseDay?] = []

    package init(_ days: [CourseDay] = []) {
        for day in days.sorted(by: { $0.date < $1.date }) { self[day.date] = day }
    }

    /// All of them, upwards.
    package var all: [CourseDay] { places.compactMap(\.self) }

    package var firstDate: LocalDate? { places.isEmpty ? nil : first }
    package var lastDate: LocalDate? { places.isEmpty ? nil : first + (places.count - 1) }

    package subscript(date: LocalDate) -> CourseDay? {
        get {
            let place = date - first
            return places.indices.contains(place) ? places[place] : nil
        }
        set {
            if places.isEmpty { first = date }
            if date < first {
                places.insert(contentsOf: Array(repeating: nil, count: first - date), at: 0)
                first = date
            }
            let place = date - first
            while places.count <= place { places.append(nil) }
            places[place] = newValue
        }
    }

    /// Changes one day in place.
    mutating func update(_ date: LocalDate, _ change: (inout CourseDay) -> Void) {
        let place = date - first
        guard places.indices.contains(place), places[place] != nil else { return }
        change(&places[place]!)
    }
}
