internal import DockerNetwork
internal import DockerNetworkConfiguration
internal import DockerNetworkProgram

/// Reads the options that are neither names nor places.
enum OptionValues {
    /// A time, or nil where the option was not given.
    static func time(_ text: String?, _ option: String) throws(ToolError) -> Duration? {
        guard let text else { return nil }
        guard let time = TimeText.parse(text) else {
            throw SettingSource.flag(option).error(value: text, TimeText.form)
        }
        return time
    }

    /// A lease, or nil where the option was not given.
    static func lease(_ text: String?) throws(ToolError) -> Lease? {
        guard let text else { return nil }
        guard let lease = LeaseText.parse(text) else {
            throw SettingSource.flag("--lease").error(value: text, LeaseText.form)
        }
        return lease
    }

    /// The origin of a one-shot for an instance: its number is the time of sending.
    static func origin(ofInstance text: String?) throws(ToolError) -> Origin? {
        guard let text else { return nil }
        guard let instance = InstanceID(text) else {
            throw SettingSource.flag("--instance").error(
                value: text, "a UUID such as 123e4567-e89b-42d3-a456-426614174000")
        }
        let now = UTCTime.microseconds()
        return Origin(instance: instance, started: now / 1_000, sequence: now)
    }
}
