/// The settings that are given, for `lozenged check`: secrets as dots.
struct SettingsList {
    let lines: [String]

    init(_ source: SettingsSource) {
        lines = SettingName.allCases.compactMap { name in
            source.text(name).map { "\(name.rawValue)=\(name.isSecret ? Secret($0).description : $0)" }
        }
    }
}
