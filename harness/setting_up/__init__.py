"""What ``ohos-backup init`` writes: a first ``ohos-backup.toml``, and files for CI systems."""
