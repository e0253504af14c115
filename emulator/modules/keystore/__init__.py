"""``@ohos.security.huks`` and ``@ohos.security.asset``: keys and secrets that stay on the device."""
