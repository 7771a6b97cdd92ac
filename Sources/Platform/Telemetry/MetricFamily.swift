/// All series of one name: the same measurement under different labels.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    let name: String
    let kind: Kind
    private var series: [MetricLabels: any MetricSeries] = [:]

    init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The series of `labels`, made where it is new; beyond the limit the one that stands for all others.
    mutating func series(_ labels: MetricLabels, limit: Int, make: () -> any MetricSeries) -> any MetricSeries
    {
        if let known = series[labels] { return known }
        let labels = series.count < limit ? labels : labels.others
        if let known = series[labels] { return known }
        let new = make()
        series[labels] = new
        return new
    }

    func render(to text: inout String) {
        text += "# TYPE \(name) \(kind.rawValue)\n"
        for (labels, series) in series.sorted(by: { $0.key.text < $1.key.text }) {
            series.render(name: name, labels: labels, to: &text)
        }
    }
}
